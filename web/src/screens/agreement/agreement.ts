import { computed, onMounted, ref, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { language } from '@/i18n/language'
import { askJson, type Item, type Page } from '@/office/api'
import { among, type Name } from '@/office/places'
import { clockQuery, useSubject } from '@/office/subject'
import { term } from '@/office/taxonomies'

/** One agreement: its versions, and what they add up to. Types are those of package agreement. */

export interface Step {
  say: string
  name?: string
  day?: string
  at?: string
  count?: number
  unit?: string
}
export interface Due {
  version: string
  clause: string
  obligation: string
  status: string
  standing?: string
  told?: string
  rule: { after?: string; count?: number; unit?: string; date?: string }
  trigger?: { name: string; day: string; of?: string }
  day?: string
  until?: string
  steps: Step[]
  done?: { day: string }
}
export interface Obligation {
  id: string
  who: string[]
  must: string
  what: Name[]
}
export interface Clause {
  id: string
  topic?: string
  heading?: Name[]
  text?: Name[]
  obligations?: Obligation[]
  prohibitions?: { id: string; who: string[]; what: Name[] }[]
  note?: string
}
export interface Signature {
  party: string
  capacity: string
  on: string
  counts: boolean
  source?: string
  act: string
}
export interface Extension {
  obligation?: string
  until: string
  consents: { party: string; on: string; source?: string }[]
  missing?: string[]
  counts: boolean
  why?: string
}
export interface Stated {
  version: string
  clause: string
  party: string
  position: string
  proposal?: Name[]
  reason?: string
  on: string
}
export interface Fulfilment {
  obligation: string
  party?: string
  outcome: string
  day?: string
  at?: string
  source?: string
  reason?: string
  by?: string
}
export interface Binding {
  clause: string
  kind: string
  name: string
  party: string
  inForce: boolean
  from?: string
  until?: string
}
export interface Version {
  id: string
  type: string
  title: Name[]
  date: string
  source?: { name: string }
  wording: string
  languages: { code: string; original?: boolean; translator?: string }[]
  parties: { code: string; names: Name[]; capacity: string; mustSign: boolean }[]
  clauses: Clause[]
  digest: string
  signatures?: Signature[]
  force?: { from: string; until?: string }[]
  extensions?: Extension[]
  bindings?: Binding[]
  positions?: Stated[]
  fulfilments?: Fulfilment[]
  memberships?: { party: string; capacity: string; names?: Name[]; since?: string; until?: string; reason?: string }[]
}
export interface State {
  versions: Version[]
  events?: { event: string; day?: string; at?: string; source?: string; by?: string }[]
}

export interface Word {
  change: 'same' | 'added' | 'removed'
  text: string
}
export interface Difference {
  change: string
  topic?: string
  before?: string
  after?: string
  members?: string[]
  texts?: { member: string; language: string; words: Word[] }[]
}

export const tabs = ['text', 'signatures', 'obligations', 'deadlines', 'parties'] as const
export type Tab = (typeof tabs)[number]

export function useAgreement() {
  const route = useRoute()
  const router = useRouter()
  const all = shallowRef<Item[]>([])
  const listed = ref(false)
  const fault = shallowRef<unknown>()
  const name = computed(() => String(route.params.name || all.value[0]?.subject.slice('agreement/'.length) || ''))
  const q = (key: string) =>
    computed({
      get: () => String(route.query[key] ?? ''),
      set: (v: string) => void router.replace({ query: { ...route.query, [key]: v || undefined } }),
    })
  const tab = computed({
    get: () => tabs.find((x) => x === route.query.tab) ?? 'text',
    set: (v: Tab) => void router.replace({ query: { ...route.query, tab: v } }),
  })
  const a = q('a'),
    b = q('b'),
    at = q('at'),
    known = q('known'),
    clause = q('clause')
  const clocks = () => ({ known: known.value || undefined })
  const s = useSubject(() => (name.value ? `agreement/${name.value}` : ''), clocks)
  const state = computed(() => s.items.value[0]?.state as State | undefined)
  const versions = computed(() => state.value?.versions ?? [])
  const signed = computed(() => versions.value.find((v) => v.signatures?.length) ?? versions.value.at(-1))
  const left = computed(
    () =>
      versions.value.find((v) => v.id === a.value) ??
      versions.value.find((v) => v.id !== right.value?.id) ??
      versions.value[0],
  )
  const right = computed(() => versions.value.find((v) => v.id === b.value) ?? signed.value)
  const differences = shallowRef<Difference[]>([])
  const deadlines = shallowRef<Due[]>([])

  async function list(): Promise<void> {
    try {
      const page = await askJson<Page>('/api/agreements?limit=1000')
      all.value = page.items.filter((i, n) => page.items.findIndex((o) => o.subject === i.subject) === n)
      listed.value = true
      fault.value = undefined
    } catch (e) {
      fault.value = e
    }
  }
  async function compare(): Promise<void> {
    const [l, r] = [left.value, right.value]
    if (!l || !r || l.id === r.id) return void (differences.value = [])
    const q = new URLSearchParams({ before: l.id, after: r.id, ...(known.value && { known: known.value }) })
    differences.value = await askJson<{ clauses: Difference[] }>(`/api/agreements/${name.value}/differences?${q}`).then(
      (d) => d.clauses,
      () => [],
    )
  }
  async function reckon(): Promise<void> {
    if (!name.value) return
    const q = new URLSearchParams({ ...(at.value && { at: at.value }), ...(known.value && { known: known.value }) })
    deadlines.value = await askJson<{ deadlines: Due[] }>(`/api/agreements/${name.value}/deadlines?${q}`).then(
      (d) => d.deadlines,
      () => [],
    )
  }
  onMounted(list)
  watch([left, right], compare)
  watch([s.items, at, language], reckon)
  return {
    ...s,
    all,
    listed,
    listFault: fault,
    list,
    name,
    tab,
    a,
    b,
    at,
    known,
    clause,
    state,
    versions,
    signed,
    left,
    right,
    differences,
    deadlines,
    clockQuery,
  }
}

/** A party's name: as the text has it, else as the office's list does. */
export function partyName(code: string, v: Version | undefined): string {
  const own =
    among(v?.parties.find((p) => p.code === code)?.names) ?? among(v?.memberships?.find((m) => m.party === code)?.names)
  return own ?? term('party', code)
}

export const clauseName = (id: string): string => id.replaceAll('__', ' · ').replaceAll('_', ' ')
export { among }
