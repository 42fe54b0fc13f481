import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** What somebody looks at, all of it in the address: a link shows another the same. */

export interface View {
  noun: string // incident or report; empty: what there is
  type: string
  status: string
  party: string
  zone: string
  doubted: string // any, wholly, disavowed or none
  text: string
  from: string // day, UTC
  until: string // day, UTC; the last that is shown
  inForce: string // as it held at this time; empty: now
  known: string // as the office knew it at this time; empty: now
  at: string // longitude,latitude,zoom of the map; empty: everything
  all: string // 1: the list does not follow the map
  chosen: string // a subject
}

const names = [
  'noun',
  'type',
  'status',
  'party',
  'zone',
  'doubted',
  'text',
  'from',
  'until',
  'inForce',
  'known',
  'at',
  'all',
  'chosen',
] as const

export function useView() {
  const route = useRoute()
  const router = useRouter()
  const view = computed(
    () => Object.fromEntries(names.map((n) => [n, String(route.query[n] ?? '')])) as unknown as View,
  )

  async function set(change: Partial<View>): Promise<void> {
    const next = { ...view.value, ...change }
    await router.replace({ query: Object.fromEntries(names.filter((n) => next[n]).map((n) => [n, next[n]])) })
  }
  return { view, set }
}

export const dayMs = 86_400_000
export const dayOf = (at: number | string): string => new Date(at).toISOString().slice(0, 10)

/** The filters that lists, counts and tiles share. */
export function filters(v: View, o: { span: boolean }): URLSearchParams {
  const q = new URLSearchParams()
  for (const name of ['type', 'status', 'party', 'zone', 'doubted', 'text', 'known'] as const)
    if (v[name]) q.set(name, v[name])
  if (o.span && v.from) q.set('from', v.from)
  if (o.span && v.until) q.set('until', dayOf(Date.parse(v.until) + dayMs))
  return q
}

/** For lists: "as it held then" is, of what happened, what had begun by then. */
export function happened(q: URLSearchParams, inForce: string): URLSearchParams {
  if (!inForce) return q
  const by = new Date(Date.parse(inForce) + 1).toISOString()
  const until = q.get('until')
  if (!until || Date.parse(until) > Date.parse(by)) q.set('until', by)
  return q
}
