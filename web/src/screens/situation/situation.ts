import { computed, onMounted, ref, shallowRef, watch } from 'vue'
import { askJson, type Item, type Page, type Schemas } from '@/office/api'
import { useChanges } from '@/office/changes'
import { identity } from '@/office/identity'
import { groundBox, type Box } from '@/office/ground'
import { zoneList } from '@/office/places'
import { dayMs, filters, happened, useView } from './view'

/** What the situation screen shows: counts, days and a list, for the address and the map's box. */

type Counted = Pick<Schemas['Counts'], 'counts'>
export type { Box }

interface Bin {
  from: number
  days: number
  n: number
} // from: milliseconds since 1970

const pageItems = 100

export function useSituation() {
  const { view, set } = useView()
  const box = shallowRef<Box>()
  const items = shallowRef<Item[]>([])
  const next = ref('')
  const days = shallowRef<Map<number, number>>(new Map())
  const counts = shallowRef<Record<string, number>>({})
  const published = ref<string>() // for strangers: of which moment it is
  const doubts = shallowRef({ n: 0, wholly: 0 }) // of what is counted
  const home = shallowRef<Box>() // of all that lies on the ground
  const span = shallowRef<[number, number]>(spanOf(new Map())) // of the clocks
  const fault = shallowRef<unknown>()
  const loaded = ref(false)
  const version = ref(0) // of what the office has, for the map

  const noun = computed(
    () => view.value.noun || (counts.value.incident ? 'incident' : counts.value.report ? 'report' : 'incident'),
  )
  const boxed = computed(() => (view.value.at && !view.value.all ? box.value : undefined))

  function query(o: { span: boolean }): URLSearchParams {
    const q = happened(filters(view.value, o), view.value.inForce)
    if (boxed.value) q.set('box', boxed.value.map((c) => c.toFixed(4)).join())
    return q
  }

  const tileQuery = computed(() => {
    const q = filters(view.value, { span: true })
    q.set('noun', noun.value)
    if (view.value.inForce) q.set('inForce', view.value.inForce)
    return q.toString()
  })

  let asking: AbortController | undefined
  async function load(): Promise<void> {
    asking?.abort()
    const { signal } = (asking = new AbortController())
    try {
      fault.value = undefined
      const asked = noun.value
      const [page, told] = await Promise.all([
        askJson<Page>(`/api/${asked}s?${listQuery()}`, { signal }),
        askJson<Schemas['Counts']>(
          `/api/counts?${new URLSearchParams([...query({ span: false }), ['noun', 'incident,report'], ['by', 'noun,day']])}`,
          { signal },
        ),
      ])
      counts.value = perNoun(told, view.value.from, view.value.until)
      if (noun.value !== asked) return await load() // there are only reports
      const among = (of: 'doubted' | 'wholly') =>
        perNoun(
          { counts: told.counts.map((c) => ({ values: c.values, n: c[of] ?? 0 })) },
          view.value.from,
          view.value.until,
        )
      doubts.value = { n: among('doubted')[asked] ?? 0, wholly: among('wholly')[asked] ?? 0 }
      items.value = page.items
      published.value = page.published
      next.value = page.next ?? ''
      days.value = daysOf({
        counts: told.counts
          .filter((c) => c.values[0] === asked)
          .map(({ values, n }) => ({ values: values.slice(1), n })),
      })
      loaded.value = true
    } catch (e) {
      if (!signal.aborted) fault.value = e
    }
  }

  function listQuery(): URLSearchParams {
    const list = query({ span: true })
    list.set('limit', String(pageItems))
    return list
  }

  async function more(): Promise<void> {
    const list = listQuery()
    list.set('after', next.value)
    try {
      const page = await askJson<Page>(`/api/${noun.value}s?${list}`)
      items.value = [...items.value, ...page.items]
      next.value = page.next ?? ''
    } catch (e) {
      fault.value = e
    }
  }

  async function loadGround(): Promise<void> {
    void askJson<Schemas['Counts']>('/api/counts?noun=incident,report&by=day').then(
      (c) => (span.value = spanOf(daysOf(c))),
      () => undefined,
    )
    void groundBox().then((box) => box && (home.value = box))
    await zoneList.load().catch(() => undefined) // the filter says so
  }

  function refresh(): void {
    version.value++
    void load()
  }

  onMounted(() => {
    void load()
    void loadGround()
  })
  watch(
    () => identity.value?.key,
    () => {
      void loadGround()
      refresh()
    },
  )
  watch(
    [() => filters(view.value, { span: true }).toString(), () => view.value.noun, () => view.value.inForce, boxed],
    () => void load(),
  )
  useChanges(refresh)

  return {
    view,
    set,
    box,
    items,
    next,
    days,
    counts,
    doubts,
    published,
    home,
    span,
    noun,
    fault,
    loaded,
    version,
    tileQuery,
    load,
    more,
  }
}

/** How many of each noun began in a stretch of days, both included. */
function perNoun(c: Counted, from: string, until: string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const {
    values: [noun, day],
    n,
  } of c.counts) {
    if ((from && !((day as string) >= from)) || (until && !(day && day <= until))) continue
    counts[noun as string] = (counts[noun as string] ?? 0) + n
  }
  return counts
}

const daysOf = (c: Counted): Map<number, number> =>
  new Map(c.counts.filter(({ values }) => values[0]).map(({ values, n }) => [Date.parse(values[0] as string), n]))

/** From the first day of all that is known to a month after the last: reports come late. */
function spanOf(days: Map<number, number>): [number, number] {
  if (!days.size) return [Date.now() - dayMs, Date.now()]
  return [Math.min(...days.keys()), Math.min(Date.now(), Math.max(...days.keys()) + 30 * dayMs)]
}

const mostBins = 160

/** Days in bars, as many days to a bar as there is room for. */
export function binsOf(days: Map<number, number>): Bin[] {
  if (!days.size) return []
  const all = [...days.keys()]
  const first = Math.min(...all),
    last = Math.max(...all)
  const per = Math.ceil(((last - first) / dayMs + 1) / mostBins)
  const bins = Array.from({ length: Math.floor((last - first) / dayMs / per) + 1 }, (_, i): Bin => ({
    from: first + i * per * dayMs,
    days: per,
    n: 0,
  }))
  for (const [day, n] of days) (bins[Math.floor((day - first) / dayMs / per)] as Bin).n += n
  return bins
}
