import { computed, onMounted, ref, shallowRef, watch } from 'vue'
import type { Geometry } from 'geojson'
import { useRoute, useRouter } from 'vue-router'
import { number } from '@/i18n/format'
import { askJson, listAll, Refused, type OneOf, type Page, type Schemas, type StateOf } from '@/office/api'
import { useChanges } from '@/office/changes'
import { identity } from '@/office/identity'
import { among } from '@/office/places'
import { standing } from '@/office/standing'
import { useSubject } from '@/office/subject'
import type { Due, Version } from '@/parts/agreements'

/** Zones, and what was put forward for one. */

export type ZoneState = StateOf<'zone'>
export type LineState = StateOf<'line'>
/** What the public is shown of one lacks who proposed it, and on what ground. */
export type Boundary = NonNullable<ZoneState['boundary']>
export type Lapse = OneOf<ZoneState['lapses']>
/** What became of something that was put forward: a drawing of a zone or of a line, or the end of one. */
export type Motion = Partial<Pick<Lapse, 'became' | 'why' | 'needed' | 'missing' | 'stances'>>
export type Compared = Schemas['Compared']
export type Looked = Schemas['Looked']

/** What tells one boundary of a zone from the others: who proposed it and what became of it; to the public, since when it is in force. */
export function calledBy(b: Boundary, say: Say): string {
  const parts = b.by ? [`${say.party(b.by)} ${b.number === undefined ? '' : number(b.number)}`.trim()] : []
  if (b.became) parts.push(say.became(b.became))
  if (!b.by) parts.push(among(b.names) ?? '', b.force?.[0]?.from ? say.since(b.force[0].from) : '', b.act.slice(0, 8))
  return parts.filter(Boolean).join(' · ')
}
interface Say {
  party: (code: string) => string
  became: (became: string) => string
  since: (at: string) => string
}

export const look = (geometry: Geometry, edges: string, beltMetres = 0): Promise<Looked> =>
  askJson('/api/zones/look', {
    method: 'POST',
    type: 'application/json',
    body: JSON.stringify({ geometry, edges, ...(beltMetres > 0 && { beltMetres }) }),
  })

/** Places and people inside; at least so many where the office left some off, or the gazetteer does not say. */
export const insideOf = (l: Looked) => ({
  places: (l.morePlaces ? '≥ ' : '') + number(l.places.length),
  people: (l.morePlaces || l.morePeople ? '≥ ' : '') + number(l.people),
})

export const km2 = (squareMetres: number): number => Math.round(squareMetres / 10_000) / 100

/** All of a noun, each as it stands now. */
function useLatest<T extends { subject: string; from?: string | undefined; until?: string | undefined }>(
  list: () => Promise<T[]>,
) {
  const latest = shallowRef<T[]>([])
  const all = shallowRef<T[]>([]) // with their earlier times
  const fault = shallowRef<unknown>()
  const loaded = ref(false)
  async function load(): Promise<void> {
    try {
      all.value = await list()
      const of = new Map<string, T[]>()
      for (const i of all.value) of.set(i.subject, [...(of.get(i.subject) ?? []), i])
      latest.value = [...of.values()]
        .flatMap((periods) => standing(periods) ?? [])
        .sort((a, b) => a.subject.localeCompare(b.subject))
      fault.value = undefined
      loaded.value = true
    } catch (e) {
      fault.value = e
    }
  }
  onMounted(load)
  watch(() => identity.value?.key, load)
  useChanges(() => void load())
  return { latest, all, fault, loaded, load }
}
export const useZones = () => useLatest(() => listAll<'zone'>('/api/zones'))
export const useLines = () => useLatest(() => listAll<'line'>('/api/lines'))

/** One zone: everything that was ever put forward for it, and two of these compared. */
export function useZone() {
  const route = useRoute()
  const router = useRouter()
  const name = computed(() => String(route.params.name ?? ''))
  const s = useSubject<'zone'>(() => (name.value ? `zone/${name.value}` : ''))
  const q = (key: string) =>
    computed({
      get: () => String(route.query[key] ?? ''),
      set: (v: string) => void router.replace({ query: { ...route.query, [key]: v || undefined } }),
    })
  const a = q('a'),
    b = q('b'),
    point = q('point')
  const all = computed<Boundary[]>(() => {
    const found = new Map<string, Boundary>()
    for (const i of s.items.value) {
      const z = i.state
      for (const p of [z.boundary, z.agreed, ...(z.proposals ?? [])]) if (p) found.set(p.act, p)
    }
    return [...found.values()].sort((x, y) => (y.received ?? '').localeCompare(x.received ?? ''))
  })
  const current = computed(() => standing(s.items.value)?.state)
  /** What was agreed on last, in force or not. */
  const agreed = computed(() =>
    [...s.items.value]
      .reverse()
      .map((i) => i.state.boundary ?? i.state.agreed)
      .find((x) => x),
  )
  const title = computed(() => among(agreed.value?.names ?? all.value[0]?.names) ?? name.value)
  const one = computed(
    () => all.value.find((p) => p.act.startsWith(a.value || '-')) ?? all.value.find((p) => p.act !== other.value?.act),
  )
  const other = computed(() => all.value.find((p) => p.act.startsWith(b.value || '-')) ?? agreed.value ?? all.value[1])
  const compared = shallowRef<Compared>()
  const inside = shallowRef<[Looked | undefined, Looked | undefined]>([undefined, undefined])
  const compareFault = shallowRef<unknown>()

  async function compare(): Promise<void> {
    const [x, y] = [one.value, other.value]
    compared.value = undefined
    if (!x || !y || x.act === y.act) return
    const p = new URLSearchParams({ a: x.act, b: y.act })
    const [lon, lat] = point.value.split(',')
    if (lon && lat) {
      p.set('lon', lon)
      p.set('lat', lat)
    }
    await askJson<Compared>(`/api/zones/${name.value}/compare?${p}`).then(
      (c) => {
        compared.value = c
        compareFault.value = undefined
      },
      (e: unknown) => (compareFault.value = e),
    )
  }
  async function count(): Promise<void> {
    inside.value = [undefined, undefined]
    if (!identity.value) return
    inside.value = (await Promise.all(
      [one.value, other.value].map((p) =>
        p ? look(p.geometry, p.edges, p.belts?.[0]?.widthMetres).catch(() => undefined) : undefined,
      ),
    )) as [Looked | undefined, Looked | undefined]
  }
  const acts = () => `${one.value?.act} ${other.value?.act}`
  watch([acts, point], compare)
  watch(acts, count)
  return { ...s, name, a, b, point, all, current, agreed, title, one, other, compared, compareFault, inside }
}

/** What this reader is not told is left out; what could not be read is a fault. */
function untold(e: unknown): undefined {
  if (!(e instanceof Refused && [401, 403, 404].includes(e.problem.status))) throw e
}

/** The agreement that a zone rests on: whose consent is needed, and when the maps are due. */
export function useGround(agreement: () => string | undefined) {
  const versions = shallowRef<Version[]>([])
  const maps = shallowRef<Due[]>([])
  const fault = shallowRef<unknown>()
  async function load(): Promise<void> {
    const [asked, who] = [agreement(), identity.value?.key]
    const still = () => asked === agreement() && who === identity.value?.key
    fault.value = undefined
    try {
      const subject = asked ?? (await listAll('/api/agreements'))[0]?.subject
      if (!subject) return
      const name = subject.slice(subject.indexOf('/') + 1)
      const [found, due] = await Promise.all([
        askJson<Page<'agreement'>>(`/api/subjects/${subject}`).catch(untold),
        askJson<Schemas['Deadlines']>(`/api/agreements/${name}/deadlines`).catch(untold),
      ])
      if (still()) take(found, due)
    } catch (e) {
      if (still()) fault.value = e
    }
  }
  function take(found: Page<'agreement'> | undefined, due: Schemas['Deadlines'] | undefined): void {
    versions.value = standing(found?.items ?? [])?.state.versions ?? []
    const about = new Set(
      versions.value.flatMap((v) => (v.clauses ?? []).filter((c) => c.topic === 'maps').map((c) => `${v.id} ${c.id}`)),
    )
    maps.value = (due?.deadlines ?? []).filter((d) => about.has(`${d.version} ${d.clause}`))
  }
  watch([agreement, () => identity.value?.key], load, { immediate: true })
  return { versions, maps, fault, load }
}
