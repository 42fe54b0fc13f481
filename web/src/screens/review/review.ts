import { said } from '@/office/prose'
import { computed, onMounted, ref, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Bodies } from '@/generated/acts'
import { opened, writeAllNow, writeNow } from '@/office/acts'
import { askJson, listAll, type ItemOf, type OneOf, type Page, type Schemas } from '@/office/api'
import { useChanges } from '@/office/changes'
import { identity } from '@/office/identity'
import { may } from '@/office/me'
import { exercise } from '@/office/settings'

/** The verifiers' queue: pairs that may be one happening, files that wait, files that are decided. */

type Duplicates = Schemas['Duplicates']
export type Reason = OneOf<Schemas['Pair']['likeness']['reasons']>
/** Two reports that may be about one happening. */
export type Pair = Schemas['Pair'] & { a: ItemOf<'report'>; b: ItemOf<'report'> }

/** What was decided of a pair just now, by whoever is there: told by its name, because another pair is on the screen by then. */
export interface Decided {
  reports: [report: string, other: string]
  incident?: string // in which they were linked; none: they are two happenings
  linked?: string[] // of the two, what was not in the file before
}

export const tabs = ['duplicates', 'waiting', 'decided'] as const
type Tab = (typeof tabs)[number]
const waitingFor = 'reported,logged,under-verification,reopened'
const decidedAs = 'confirmed,probable,possible,not-established,refuted,not-investigable,closed'

export const keyOf = (p: Pair): string => `${p.a.subject}~${p.b.subject}`

export function useReview() {
  const route = useRoute()
  const router = useRouter()
  const q = (key: string) =>
    computed({
      get: () => String(route.query[key] ?? ''),
      set: (v: string) => void router.replace({ query: { ...route.query, [key]: v || undefined } }),
    })
  const tab = computed({
    get: () => tabs.find((x) => x === route.query.tab) ?? 'duplicates',
    set: (v: Tab) => void router.replace({ query: { tab: v } }),
  })
  const chosen = q('pair'),
    until = q('until')
  const allowed = computed(() => may('report-linked'))
  const pairs = shallowRef<Pair[]>([])
  const looked = ref(0)
  const left = ref(0)
  const apart = ref(0)
  const through = ref('')
  const waiting = shallowRef<ItemOf<'incident'>[]>([])
  const decided = shallowRef<ItemOf<'incident'>[]>([])
  const fault = shallowRef<unknown>()
  const loaded = ref(false)

  async function load(): Promise<void> {
    if (!identity.value || !allowed.value) return
    try {
      const [d, w, done] = await Promise.all([
        askJson<Duplicates>(`/api/duplicates?${until.value ? new URLSearchParams({ until: until.value }) : ''}`),
        listAll<'incident'>(`/api/incidents?status=${waitingFor}`),
        listAll<'incident'>(`/api/incidents?status=${decidedAs}`, 1000),
      ])
      pairs.value = d.pairs as Pair[]
      looked.value = d.looked
      left.value = d.left
      apart.value = d.apart
      through.value = d.through ?? ''
      waiting.value = [...w].sort((a, b) => (a.knownFrom ?? '').localeCompare(b.knownFrom ?? '')) // who waits longest first
      decided.value = [...done].sort((a, b) => (b.knownFrom ?? '').localeCompare(a.knownFrom ?? ''))
      fault.value = undefined
      loaded.value = true
    } catch (e) {
      fault.value = e
    }
  }
  onMounted(load)
  watch([allowed, until, () => identity.value?.key], load)
  useChanges(() => void load())
  const pair = computed(() => pairs.value.find((p) => keyOf(p) === chosen.value) ?? pairs.value[0])
  return {
    tab,
    chosen,
    until,
    allowed,
    pairs,
    looked,
    left,
    apart,
    through,
    waiting,
    decided,
    fault,
    loaded,
    load,
    pair,
  }
}

const bodyOf = (reason: string) => ({ ...(reason.trim() && { reason: said(reason) }) })

/** Gathers a report into a file. */
export async function link(incident: string, report: string, reason: string): Promise<void> {
  await writeNow({
    kind: 'report-linked',
    subject: incident,
    body: { report, ...bodyOf(reason) },
    title: report,
    prev: 'latest',
  })
}

/** Takes a report out of a file again. Nothing is deleted. */
async function unlink(incident: string, report: string, reason: string): Promise<void> {
  await writeNow({
    kind: 'report-unlinked',
    subject: incident,
    body: { report, reason: said(reason) },
    title: report,
    prev: 'latest',
  })
}

/** Says that two reports are about different happenings, or that this is open again. */
export async function decide(
  report: string,
  other: string,
  decision: Bodies['duplicate-decided']['decision'],
  reason: string,
): Promise<void> {
  await writeNow({
    kind: 'duplicate-decided',
    subject: report,
    body: { other, decision, reason: said(reason) },
    title: report,
    prev: 'latest',
  })
}

/** Takes back what was decided of a pair. */
export async function undo(d: Decided, reason: string): Promise<void> {
  if (!d.incident) await decide(...d.reports, 'open', reason)
  for (const report of d.linked ?? []) await unlink(d.incident ?? '', report, reason)
}

/** Opens a file with both: three acts that go together. */
export async function openWith(p: Pair, reason: string): Promise<string> {
  const { subject: incident, nonce } = await opened('incident')
  const s = p.b.state
  await writeAllNow([
    {
      kind: 'incident-opened',
      subject: incident,
      nonce,
      body: {
        event: (s.event || 'other') as Bodies['incident-opened']['event'],
        ...(p.b.zone && { zone: p.b.zone }),
        ...(s.area && { area: s.area }),
        ...(exercise.value && { exercise: true }),
      },
      title: incident,
    },
    ...[p.a, p.b].map((r) => ({
      kind: 'report-linked' as const,
      subject: incident,
      body: { report: r.subject, ...bodyOf(reason) },
      title: r.subject,
    })),
  ])
  return incident
}

/** How many observations and allegations files hold now. */
export async function countsOf(incidents: string[]): Promise<Map<string, { observed: number; alleged: number }>> {
  if (!incidents.length) return new Map()
  const page = await askJson<Page<'incident'>>(
    `/api/incidents?${new URLSearchParams({ subject: incidents.join(), limit: '100' })}`,
  )
  return new Map(page.items.map((i) => [i.subject, { observed: i.state.observed, alleged: i.state.alleged }]))
}
