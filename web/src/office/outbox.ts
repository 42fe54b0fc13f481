import { computed, shallowRef, watch } from 'vue'
import { askJson, reachable, Refused, Unreachable, type Schemas } from './api'
import { writes } from './copy'
import { answered, clearSentFiles, forget, loadFiles, lost, sendFiles, unsent } from './files'
import { lookWhetherEnded } from './ended'
import { identity } from './identity'
import { store, type Attached, type Outgoing } from './store'

/**
 * What was signed here and where it is: on this device, or in an office's register. An act
 * is kept before it is sent, so nothing is lost when the tab closes; an office takes an act
 * that comes twice as one, so nothing is doubled.
 */

export const outbox = shallowRef<Outgoing[]>([])
export const waiting = computed(() => outbox.value.filter((o) => o.state === 'waiting').length)

async function loadOutbox(): Promise<void> {
  const all = await (await store()).getAll('outbox')
  outbox.value = all.sort((a, b) => b.written.localeCompare(a.written))
}

/** Keeps all of them, or none. */
export async function put(...all: Outgoing[]): Promise<void> {
  const kept = (await store()).transaction('outbox', 'readwrite')
  await Promise.all([...all.map((o) => kept.store.put(o)), kept.done])
  await loadOutbox()
}

/** Takes back an act that has not left the device. One that was sent cannot be taken back. */
export async function takeBack(id: string): Promise<void> {
  const db = await store()
  await exclusively(async () => {
    const o = await db.get('outbox', id)
    if (!o || o.state === 'sent') return
    await change(id, undefined, undefined) // the file that it deposits goes with it, and those of the report that it is
    await forget(o.subject)
  })
  await loadOutbox()
}

/** What somebody signed, and nobody else's: several may use one device, and none of them is shown what another one said. */
export const signedBy = (all: Outgoing[], person: string | undefined): Outgoing[] =>
  all.filter((o) => person !== undefined && o.person === person)

/** Forgets what has arrived of whoever speaks. It stays in the register. */
export async function clearSent(): Promise<void> {
  const person = identity.value?.person
  const db = await store()
  for (const o of signedBy(await db.getAll('outbox'), person)) if (o.state === 'sent') await db.delete('outbox', o.id)
  await clearSentFiles(person)
  await loadOutbox()
}

const batch = 100
const sendTime = 60_000 // for a batch on a slow link

/** Sends what waits, oldest first. Tabs take turns. */
async function flush(): Promise<void> {
  await exclusively(async () => {
    for (;;) {
      const db = await store()
      const next = (await db.getAll('outbox'))
        .filter((o) => o.state === 'waiting')
        .sort((a, b) => a.written.localeCompare(b.written))
        .slice(0, batch)
      if (next.length === 0) break
      const { outcomes } = await askJson<Schemas['Outcomes']>('/api/acts', {
        method: 'POST',
        type: 'application/sd-jwt-seq',
        body: next.map((o) => o.sdjwt).join('\n'),
        as: 'nobody',
        signal: AbortSignal.timeout(sendTime),
      })
      let settledAny = false
      for (const [i, o] of next.entries()) settledAny = (await settle(o, outcomes[i])) || settledAny
      if (!settledAny) break // the office is in trouble: later
    }
  })
  await loadOutbox()
}

/** Notes what became of an act; false if it has to wait on. */
async function settle(o: Outgoing, outcome: Schemas['Outcome'] | undefined): Promise<boolean> {
  if (!outcome || (outcome.problem && (outcome.problem.status >= 500 || outcome.problem.status === 429))) return false
  const { receipt, problem } = outcome
  if (problem) void lookWhetherEnded()
  const f = await depositedBy(o.id)
  if (lost(f, problem)) again = true
  await change(
    o.id,
    lost(f, problem)
      ? undefined
      : receipt
        ? {
            ...o,
            state: 'sent',
            index: receipt.index,
            received: receipt.received,
            rests: receipt.rests,
            problem: undefined,
          }
        : { ...o, state: 'refused', problem: { detail: problem?.detail ?? '', remedy: problem?.remedy } },
    f && answered(f, receipt ? undefined : { key: problem?.key ?? '', detail: problem?.detail ?? '' }),
  )
  return true
}

const depositedBy = async (id: string): Promise<Attached | undefined> =>
  (await (await store()).getAll('files')).find((f) => f.deposit === id)

/** Puts an act and the file that it deposits as they now are, both or neither; undefined: not kept any more. */
async function change(id: string, o: Outgoing | undefined, f: Attached | undefined): Promise<void> {
  const before = await depositedBy(id)
  const kept = (await store()).transaction(['outbox', 'files'], 'readwrite')
  const [acts, files] = [kept.objectStore('outbox'), kept.objectStore('files')]
  await Promise.all([
    o ? acts.put(o) : acts.delete(id),
    f ? files.put(f) : before && files.delete(before.id),
    kept.done,
  ])
  await loadFiles()
}

/** Sends a file again that was refused, with a new act in place of the one that was. */
export async function sendAgain(f: Attached): Promise<void> {
  const waits: Attached = { ...f, state: 'waiting', deposit: undefined, problem: undefined }
  await exclusively(() => change(f.deposit ?? '', undefined, waits))
  await loadOutbox()
  await tryFlush()
}

const exclusively = <T>(run: () => Promise<T>): Promise<T> => navigator.locks.request('outbox', run) as Promise<T>

let trying: Promise<void> | undefined
let again = false

/** Tries, and does not mind if no office answers. What comes while it tries is sent after. */
export function tryFlush(): Promise<void> {
  again = trying !== undefined
  trying ??= attempt().finally(() => {
    trying = undefined
    if (again && reachable.value) void tryFlush()
  })
  return trying
}

async function attempt(): Promise<void> {
  if (!writes.value) return // what was signed for an office is not handed to a copy at the same address
  try {
    await flush()
    await sendFiles(
      (report) => !outbox.value.some((o) => o.subject === report && o.state !== 'sent'),
      async ({ id, sdjwt, subject }, f) => {
        const kind = 'evidence-deposited'
        const written = new Date().toISOString()
        const o: Outgoing = { id, sdjwt, kind, subject, person: f.person, title: f.type, written, state: 'waiting' }
        await change(id, o, f)
        await loadOutbox()
      },
    )
    if (waiting.value) await flush()
  } catch (e) {
    if (!(e instanceof Unreachable || e instanceof Refused)) throw e
  }
}

const rest = 10_000

/** Sends at start, when the network comes back, and from time to time while something waits. */
export function startOutbox(): void {
  void loadFiles().then(loadOutbox).then(tryFlush)
  addEventListener('online', () => void tryFlush())
  watch(identity, () => void tryFlush()) // an unlocked key signs what files wait for
  setInterval(() => {
    if (waiting.value > 0 || unsent.value > 0) void tryFlush()
    else if (!reachable.value)
      void fetch('/healthz')
        .then(() => (reachable.value = true))
        .catch(() => undefined)
  }, rest)
}
