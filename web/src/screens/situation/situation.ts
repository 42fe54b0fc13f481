import { computed, onMounted, ref, shallowRef, watch } from 'vue'
import { askJson, type Item, type Page } from '@/office/api'
import { useChanges } from '@/office/changes'
import { identity } from '@/office/identity'
import { loadZones } from '@/office/places'
import { dayMs, filters, happened, useView } from './view'

/** What the situation screen shows: counts, days and a list, for the address and the map's box. */

export type Box = [west: number, south: number, east: number, north: number]
interface Counts { counts: { values: string[]; n: number }[] }

export interface Bin { from: number; days: number; n: number } // from: milliseconds since 1970

const pageItems = 100

export function useSituation() {
  const { view, set } = useView()
  const box = shallowRef<Box>()
  const items = shallowRef<Item[]>([])
  const next = ref('')
  const days = shallowRef<Map<number, number>>(new Map())
  const counts = shallowRef<Record<string, number>>({})
  const zones = shallowRef<string[]>([])
  const fault = shallowRef<unknown>()
  const loaded = ref(false)
  const version = ref(0) // of what the office has, for the map

  const noun = computed(() => view.value.noun || (counts.value.incident ? 'incident' : counts.value.report ? 'report' : 'incident'))
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
      const both = new URLSearchParams([...query({ span: true }), ['noun', 'incident,report'], ['by', 'noun']])
      counts.value = Object.fromEntries((await askJson<Counts>(`/api/counts?${both}`, { signal })).counts.map((c) => [c.values[0] as string, c.n]))
      const list = query({ span: true })
      list.set('limit', String(pageItems))
      const byDay = new URLSearchParams([...query({ span: false }), ['noun', noun.value], ['by', 'day']])
      const [page, perDay] = await Promise.all([
        askJson<Page>(`/api/${noun.value}s?${list}`, { signal }), askJson<Counts>(`/api/counts?${byDay}`, { signal })])
      items.value = page.items
      next.value = page.next ?? ''
      days.value = new Map(perDay.counts.filter((c) => c.values[0]).map((c) => [Date.parse(c.values[0] as string), c.n]))
      loaded.value = true
    } catch (e) {
      if (!signal.aborted) fault.value = e
    }
  }

  async function more(): Promise<void> {
    const list = query({ span: true })
    list.set('limit', String(pageItems))
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
    zones.value = await loadZones().catch(() => [])
  }

  function refresh(): void {
    version.value++
    void load()
  }

  onMounted(() => { void load(); void loadGround() })
  watch(() => identity.value?.key, () => { void loadGround(); refresh() })
  watch([() => filters(view.value, { span: true }).toString(), () => view.value.noun, () => view.value.inForce, boxed], () => void load())
  useChanges(refresh)

  return { view, set, box, items, next, days, counts, zones, noun, fault, loaded, version, tileQuery, load, more }
}

const mostBins = 160

/** Days in bars, as many days to a bar as there is room for. */
export function binsOf(days: Map<number, number>): Bin[] {
  if (!days.size) return []
  const all = [...days.keys()]
  const first = Math.min(...all), last = Math.max(...all)
  const per = Math.ceil(((last - first) / dayMs + 1) / mostBins)
  const bins = Array.from({ length: Math.floor((last - first) / dayMs / per) + 1 }, (_, i): Bin => ({ from: first + i * per * dayMs, days: per, n: 0 }))
  for (const [day, n] of days) (bins[Math.floor((day - first) / dayMs / per)] as Bin).n += n
  return bins
}
