import { answering, forms, governing, type Bodies } from '@/generated/acts'
import { maxBodyBytes, named, openBytes, signAct, type Form } from '@/trust/act'
import { random, toHex } from '@/trust/bytes'
import type { JsonObject } from '@/trust/json'
import { amissIn, type Amiss } from '@/trust/visible'
import { askJson, reachable, Refused, type Schemas, type Told } from './api'
import { audienceOf } from './home'
import { identity, signerOf } from './identity'
import { put, tryFlush } from './outbox'
import { admission } from './settings'
import { store, type Identity, type Outgoing } from './store'

/** Writing acts: signed here with the key of whoever speaks, kept, and sent when an office answers. */

interface Writing<K extends keyof Bodies> {
  kind: K
  subject: string // NOUN/new: a name is made for it here
  nonce?: string // of which the subject's name was made (opened)
  body: Bodies[K]
  title: string // what the author sees of it in the outbox
  // The latest acts about the subject that the author has seen. 'latest': whatever the office tells then, asked for after it is settled who
  // signs, who may leave the device while an answer is awaited. If not given: none, or the latest for what others are judged by.
  prev?: string[] | 'latest'
}

/** How long an author is kept waiting for a network that hangs. Sending goes on behind. */
const patience = 2_000
const longPatience = 20_000

const within = (work: Promise<void>, ms: number): Promise<void> =>
  Promise.race([work, new Promise<void>((resolve) => setTimeout(resolve, ms))])

/** For how long an act that changes what others are judged by may be handed in (package kinds, Life): a post may be cut off for that long. */
const life = 14 * 86_400_000

/** What an act says that was seen: of what others are judged by, all that was last said about its subject. */
async function seen<K extends keyof Bodies>(w: Writing<K>): Promise<string[]> {
  if (w.prev === 'latest') return latest(w.subject)
  if (w.prev) return w.prev
  return governs(w.subject) && !answering.includes(w.kind) ? latest(w.subject) : []
}

/** A name for what somebody opens here: it tells nothing, and nobody else can open it. */
export async function opened(noun: string): Promise<{ subject: string; nonce: string }> {
  const nonce = toHex(random(16))
  return { subject: await named(noun, identity.value?.key ?? '', nonce), nonce }
}

const governs = (subject: string): boolean => governing.includes(subject.slice(0, subject.indexOf('/')))

/** What was written has a character that nobody sees, or nothing to be read: it is not signed, so that it never reads as what it is not. */
export class Unseen extends Error {
  constructor(readonly text: Amiss) {
    super(`${text.code || 'nothing to be read'} at ${text.at}`)
  }
}

/** What was written has no room in an act: it is not signed, and its author is told before it waits to be sent. */
export class TooLarge extends Error {
  constructor(
    readonly size: number,
    readonly limit: number,
  ) {
    super(`${size} bytes of ${limit}`)
  }
}

async function signed<K extends keyof Bodies>(w: Writing<K>, now: Date, i: Identity | undefined): Promise<Outgoing> {
  if (!i) throw new Error('nobody is signed in')
  const body = JSON.parse(JSON.stringify(w.body)) as JsonObject // without members that are undefined
  const { subject, nonce } = w.subject.endsWith('/new') ? await opened(w.subject.slice(0, -4)) : w
  const amiss = amissIn(body, admission.value)
  if (amiss) throw new Unseen(amiss)
  const size = openBytes(body, forms[w.kind] as Form)
  if (size > maxBodyBytes) throw new TooLarge(size, maxBodyBytes)
  const { act, sdjwt } = await signAct(signerOf(i), {
    issued: now,
    expires: governs(w.subject) ? new Date(now.getTime() + life) : undefined,
    audience: await audienceOf(i),
    kind: w.kind,
    form: forms[w.kind] as Form,
    subject,
    nonce,
    prev: await seen(w),
    body,
  })
  return {
    id: act.id,
    sdjwt,
    kind: w.kind,
    subject,
    person: i.person,
    title: w.title,
    written: now.toISOString(),
    state: 'waiting',
  }
}

/** Keeps what was signed and tries to send it. The answer says where each is now. */
async function hand(signed: Outgoing[], wait: number): Promise<Outgoing[]> {
  await put(...signed)
  await within(tryFlush(), reachable.value ? wait : 0) // cut off: nobody is kept waiting
  const db = await store()
  return Promise.all(signed.map(async (o) => (await db.get('outbox', o.id)) ?? o))
}

/** Signs and keeps an act and tries to send it. The answer says where it is now. */
export async function write<K extends keyof Bodies>(
  w: Writing<K>,
  by = identity.value,
  wait = patience,
): Promise<Outgoing> {
  return (await hand([await signed(w, new Date(), by)], wait))[0] as Outgoing
}

/**
 * Writes acts about one subject, each after the one before, and all of them kept before the first is sent: they go together, or wait
 * together. Their author waits for the office: the first refusal is thrown, and what was refused is not kept.
 */
export async function writeAllNow(all: Writing<keyof Bodies>[]): Promise<void> {
  const chain: Outgoing[] = []
  const from = Date.now()
  const who = identity.value // of all of them
  for (const w of all)
    chain.push(
      await signed(
        { ...w, ...(chain.length && { prev: [(chain.at(-1) as Outgoing).id] }) },
        new Date(from + chain.length),
        who,
      ),
    ) // the outbox sends by time
  const refused = (await hand(chain, longPatience)).filter((o) => o.state === 'refused')
  for (const o of refused) await (await store()).delete('outbox', o.id)
  if (refused[0]) throw new Refused({ status: 0, ...refused[0].problem })
}

/** Writes an act whose author waits for the office: a refusal is thrown, and then not kept. */
export async function writeNow<K extends keyof Bodies>(w: Writing<K>): Promise<Outgoing> {
  const o = await write(w, identity.value, longPatience)
  if (o.state === 'refused') {
    await (await store()).delete('outbox', o.id)
    throw new Refused({ status: 0, ...o.problem })
  }
  return o
}

/** Of acts that an author has seen, those that have effect and that no other such act names, as many as an act can name. */
export function heads(acts: Told[]): string[] {
  const effective = acts.filter((a) => !a.rests)
  const named = new Set(effective.flatMap((a) => a.prev ?? []))
  return effective
    .map((a) => a.id)
    .filter((id) => !named.has(id))
    .slice(-64)
}

/** The latest acts about a subject, for who writes without having it on the screen: those that no other act names. */
async function latest(subject: string): Promise<string[]> {
  try {
    return (await askJson<Schemas['Heads']>(`/api/subjects/${subject}/heads`)).acts
  } catch (e) {
    if (e instanceof Refused && e.problem.status === 404) return []
    throw e
  }
}
