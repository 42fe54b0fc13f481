import { computed, onMounted, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import { language } from '@/i18n/language'
import { askJson, type ItemOf, type OneOf, type Page, type Schemas, type StateOf } from '@/office/api'
import { among } from '@/office/places'
import { partyName as nameElsewhere } from '@/office/parties'
import { standing } from '@/office/standing'
import { clockQuery, useSubject } from '@/office/subject'
import type { Due, Version } from '@/parts/agreements'

/** One agreement: its versions, and what they add up to. */

export type State = StateOf<'agreement'>
export type Clause = OneOf<Version['clauses']>
type Extension = OneOf<Version['extensions']>
export type Consent = OneOf<Extension['consents']>
export type Stated = OneOf<Version['positions']>
export type Fulfilment = OneOf<Version['fulfilments']>
export type Step = Schemas['AgreementStep']
export type Difference = Schemas['AgreementDifference']
export type Word = Schemas['AgreementWord']

export const tabs = ['text', 'signatures', 'obligations', 'deadlines', 'parties'] as const
type Tab = (typeof tabs)[number]

export function useAgreement() {
  const route = useRoute()
  const router = useRouter()
  const all = shallowRef<ItemOf<'agreement'>[]>([])
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
  const s = useSubject<'agreement'>(() => (name.value ? `agreement/${name.value}` : ''), clocks)
  const state = computed(() => standing(s.items.value)?.state)
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
  const reckonFault = shallowRef<unknown>()

  async function list(): Promise<void> {
    try {
      const page = await askJson<Page<'agreement'>>('/api/agreements?limit=1000')
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
    await reckoned(`/api/agreements/${name.value}/differences?${q}`, (d: Schemas['Differences']) => {
      differences.value = d.clauses
    })
  }
  async function reckon(): Promise<void> {
    if (!name.value) return
    const q = new URLSearchParams({ ...(at.value && { at: at.value }), ...(known.value && { known: known.value }) })
    await reckoned(`/api/agreements/${name.value}/deadlines?${q}`, (d: Schemas['Deadlines']) => {
      deadlines.value = d.deadlines
    })
  }
  /** What could not be reckoned is not told as nothing. */
  async function reckoned<T>(path: string, take: (told: T) => void): Promise<void> {
    try {
      take(await askJson<T>(path))
      reckonFault.value = undefined
    } catch (e) {
      reckonFault.value = e
    }
  }
  const reckonAgain = (): void => void Promise.all([compare(), reckon()])
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
    reckonFault,
    reckonAgain,
    clockQuery,
  }
}

/** A party's name: as the text has it, else as other agreements do. */
export function partyName(code: string, v: Version | undefined): string {
  const own =
    among(v?.parties?.find((p) => p.code === code)?.names) ??
    among(v?.memberships?.find((m) => m.party === code)?.names)
  return own ?? nameElsewhere(code)
}

/** Whom a text or a declaration names: a party, or those of a capacity. */
export function useWhom(): (name: string, v?: Version) => string {
  const { t, te } = useI18n()
  return (name, v) => (te(`agreement.whom_${name}`) ? t(`agreement.whom_${name}`) : partyName(name, v))
}

/** What an event is called from which days are counted: by the text that names it, or by what every text may name. */
export function useEvents(): (event: string, v?: Version) => string {
  const { t, te } = useI18n()
  return (event, v) =>
    among(v?.events?.find((e) => e.id === event)?.what) ??
    (te(`reckon.name_${event}`) ? t(`reckon.name_${event}`) : event)
}

export { clauseName, type Due, type Version } from '@/parts/agreements'
export { among }
