import { hides, type Bodies } from '@/generated/acts'
import { signAct } from '@/trust/act'
import type { JsonObject } from '@/trust/json'
import { askJson, reachable, Refused, type Told } from './api'
import { identity, signerOf } from './identity'
import { put, tryFlush } from './outbox'
import { store, type Outgoing } from './store'

/** Writing acts: signed here with the key of whoever speaks, kept, and sent when an office answers. */

export interface Writing<K extends keyof Bodies> {
  kind: K
  subject: string
  body: Bodies[K]
  title: string // what the author sees of it in the outbox
  prev?: string[] // the latest acts about the subject that the author has seen; none for a new one
}

/** How long an author is kept waiting for a network that hangs. Sending goes on behind. */
const patience = 2_000
const longPatience = 20_000

const within = (work: Promise<void>, ms: number): Promise<void> => Promise.race([work, new Promise<void>((resolve) => setTimeout(resolve, ms))])

/** Signs and keeps an act and tries to send it. The answer says where it is now. */
export async function write<K extends keyof Bodies>(w: Writing<K>, wait = patience): Promise<Outgoing> {
  const i = identity.value
  if (!i) throw new Error('nobody is signed in')
  const now = new Date()
  const body = JSON.parse(JSON.stringify(w.body)) as JsonObject // without members that are undefined
  const { act, sdjwt } = await signAct(signerOf(i), { issued: now, kind: w.kind, subject: w.subject, prev: w.prev ?? [], body, hide: hides[w.kind] ?? [] })
  const o: Outgoing = { id: act.id, sdjwt, kind: w.kind, subject: w.subject, person: i.person, title: w.title, written: now.toISOString(), state: 'waiting' }
  await put(o)
  await within(tryFlush(), reachable.value ? wait : 0) // cut off: nobody is kept waiting
  return (await (await store()).get('outbox', act.id)) ?? o
}

/** Writes an act whose author waits for the office: a refusal is thrown, and then not kept. */
export async function writeNow<K extends keyof Bodies>(w: Writing<K>): Promise<Outgoing> {
  const o = await write(w, longPatience)
  if (o.state === 'refused') {
    await (await store()).delete('outbox', o.id)
    throw new Refused({ status: 0, ...o.problem })
  }
  return o
}

/** Of acts that an author has seen, those that no other of them names. */
export function heads(acts: Told[]): string[] {
  const named = new Set(acts.flatMap((a) => a.prev ?? []))
  return acts.map((a) => a.id).filter((id) => !named.has(id))
}

/** The latest acts about a subject, for who writes without having it on the screen: those that no other act names. */
export async function latest(subject: string): Promise<string[]> {
  try {
    return heads((await askJson<{ acts: Told[] }>(`/api/subjects/${subject}/history`)).acts)
  } catch (e) {
    if (e instanceof Refused && e.problem.status === 404) return []
    throw e
  }
}
