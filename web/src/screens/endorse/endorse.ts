import { onMounted, ref, shallowRef, watch } from 'vue'
import { moment } from '@/i18n/format'
import { askJson, type Schemas } from '@/office/api'
import { useChanges } from '@/office/changes'
import { identity } from '@/office/identity'
import { bodyName } from '@/office/bodies'
import { partyName } from '@/office/parties'
import { term } from '@/office/taxonomies'
import type { Prose } from '@/office/prose'
import { apart, nameOf } from '@/parts/names'
import type { PolicyFile, Ruling } from './differences'
import type { Custodian } from './terms'

/** What waits for signatures of others: the office's list, and one sentence of what each would do. */

export type Awaited = Schemas['Awaited']
export type Voice = Schemas['Voice']

export function useAwaited() {
  const items = shallowRef<Awaited[]>([])
  const left = ref(0)
  const loaded = ref(false)
  const fault = shallowRef<unknown>()

  async function load(): Promise<void> {
    fault.value = undefined
    try {
      const key = identity.value?.key
      const found = key ? await askJson<Schemas['AwaitedList']>('/api/proposals') : { items: [] }
      if (key !== identity.value?.key) return
      items.value = found.items
      left.value = found.left ?? 0
    } catch (e) {
      fault.value = e
    } finally {
      loaded.value = true
    }
  }
  onMounted(load)
  watch(() => identity.value?.key, load)
  useChanges(() => void load())
  return { items, left, loaded, fault, load }
}

/** Roles in words, one after another. */
export const roleNames = (roles: string[]): string => roles.map((r) => term('role', r)).join(', ')

/** What the acts that can wait say; of a kind that this program does not know, nothing. */
interface Said {
  party?: string
  person?: string
  holder?: string
  roles?: string[]
  role?: string
  until?: string
  fingerprint?: string
  founder?: string
  name?: string
  body?: string
  status?: string
  compromisedSince?: string
  text?: Prose
  act?: string
  subject?: string
  rules?: Ruling
  policyFiles?: PolicyFile[]
  evidenceFiles?: boolean
  custodians?: Custodian[]
  reader?: string
  classes?: string[]
  purpose?: Prose
  registerKey?: string // of the register that goes on, of register-succeeded
  head?: string
  succeeds?: { registerKey: string; head: string }
}

export const saidOf = (a: Awaited): Said => a.act.body as Said

/** The words of endorse.json for what it would do, or did already, and what they leave open. */
export function sentence(a: Awaited): { keys: string[]; facts: Record<string, string> } {
  const b = saidOf(a)
  const base = `does_${a.act.kind}`
  const doubt = b.compromisedSince ? [`${base}_doubt`] : []
  const unnamed = a.act.kind === 'key-enrolled' && !b.person && !b.holder ? [`${base}_unnamed`] : []
  const instead = a.replaces ? [`${base}_instead`] : a.first ? [`${base}_first`] : []
  const until = a.without ? b.until : (a.until ?? b.until)
  const alone = a.standing === 'alone' ? [`${base}_alone`] : []
  return {
    keys: [...unnamed, ...instead, ...alone, ...doubt, base],
    facts: {
      subject: apart(nameOf(a.subject)),
      person: apart(nameOf(b.reader ?? b.person ?? b.holder ?? b.founder ?? a.subject)),
      until: until ? moment(until) : '',
      what: (b.classes ?? []).map((c) => term('disclosure-class', c)).join(', '),
      party: apart(partyName(b.party)),
      role: b.role ? term('role', b.role) : (b.roles ?? []).map((r) => term('role', r)).join(', '),
      name: apart(b.name ?? nameOf(a.subject)),
      body: apart(bodyName(b.body ?? '')),
      status: term('status', b.status),
      act: apart((b.act ?? '').slice(0, 12)),
      of: apart(b.subject ?? ''),
      slots: (b.classes ?? []).map((s) => term('disclosure-class', s)).join(', '),
      since: b.compromisedSince ? moment(b.compromisedSince) : '',
    },
  }
}
