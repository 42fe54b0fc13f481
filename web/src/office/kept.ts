import { listAll, Refused, Unreachable } from './api'
import { identity } from './identity'
import { store } from './store'

/** What a form needs when no office answers, as its reader last saw it: kept for that key alone. */
export async function kept<T>(name: string, fresh: () => Promise<T>, otherwise: T): Promise<T> {
  const key = `${identity.value?.key ?? ''} ${name}`
  const db = await store()
  try {
    const value = await fresh()
    await db.put('kept', { key, at: new Date().toISOString(), value })
    return value
  } catch (e) {
    if (!(e instanceof Unreachable || e instanceof Refused)) throw e
    return ((await db.get('kept', key))?.value as T | undefined) ?? otherwise
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
export const posts = (): Promise<Post[]> =>
  kept(
    'posts',
    async () => {
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
    },
    [],
  )
