import { listAll, Refused, Unreachable } from './api'
import { asked } from './asked'
import { identity } from './identity'
import { store } from './store'

/** What a form needs when no office answers, as its reader last saw it: kept for that key alone. Throws if it was never seen here. */
export async function kept<T>(name: string, fresh: () => Promise<T>): Promise<T> {
  const key = `${identity.value?.key ?? ''} ${name}`
  const db = await store()
  try {
    const value = await fresh()
    await db.put('kept', { key, at: new Date().toISOString(), value })
    return value
  } catch (e) {
    if (!(e instanceof Unreachable || e instanceof Refused)) throw e
    const last = await db.get('kept', key)
    if (!last) throw e
    return last.value as T
  }
}

export interface Post {
  id: string
  name: string
  zone: string
  lon?: number
  lat?: number
}

/** The posts that stand now. */
export const posts = asked(
  () => kept('posts', standing),
  () => identity.value?.key,
)

async function standing(): Promise<Post[]> {
  const now = new Date().toISOString().slice(0, 19) + 'Z'
  const items = await listAll<'post'>(`/api/posts?inForce=${now}`)
  return items
    .filter((i) => i.status !== 'closed')
    .map((i) => {
      const s = i.state
      const at = s.place?.position ?? s.near
      return { id: i.subject, name: s.name, zone: s.zone ?? '', ...(at && { lon: at.lon, lat: at.lat }) }
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
}
