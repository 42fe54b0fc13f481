import { computed, onUnmounted, ref, shallowRef } from 'vue'
import { forms } from '@/generated/acts'
import { ask, askBytes, newestHead, Refused } from '@/office/api'
import { believed } from '@/office/home'
import { bearer, identity } from '@/office/identity'
import { store, type Pinned } from '@/office/store'
import { remembered, splitEntry, type Answer, type Step, type Verdict } from '@/trust/check'
import type { Comparison } from '@/trust/compare'
import { outlineAct, parseAct } from '@/trust/act'
import { readHead, readRegisterKey, type SignedHead } from '@/trust/head'
import { splitEntries, tilePath, tileWidth } from '@/trust/tiles'
import { UnknownFormat } from '@/trust/unknown'
import type { Ask, Told } from './check.worker'

/** What the register screen knows: the head, the key it is checked with, and the check. */

export interface Line {
  index: number
  received: string
  kind: string
  subject: string
  issuer: string
  id: string
}

const pageLines = 12

/** A folder for a copy, as commands name it. */
export const copyFolder = (origin: string): string => origin.replaceAll(/[^A-Za-z0-9.-]/g, '-') + '-copy'

export function useRegister() {
  const signed = shallowRef<SignedHead>()
  const pinned = shallowRef<Pinned>()
  const fault = shallowRef<unknown>()
  const mayCopy = ref(false)

  async function load(): Promise<void> {
    fault.value = undefined
    try {
      signed.value = readHead(await newestHead())
      pinned.value = await believed(identity.value?.origin ?? signed.value.head.origin, identity.value?.register)
      mayCopy.value = await entriesOpen(signed.value.head.size)
    } catch (e) {
      fault.value = e
    }
  }

  /** Believes another key, that somebody brought from elsewhere. Throws if it is none. */
  async function believe(text: string): Promise<void> {
    const key = await readRegisterKey(text)
    // What was seen under the very key stays: without it a register could be cut back unseen.
    const same = pinned.value?.key === key.text ? pinned.value.seen : undefined
    pinned.value = { origin: key.name, key: key.text, how: 'typed', seen: same && { ...same } }
    await (await store()).put('pinned', pinned.value)
  }

  return {
    signed,
    pinned,
    fault,
    mayCopy,
    load,
    believe,
    ...useCheck(signed, pinned, mayCopy),
    ...useLines(signed, mayCopy),
  }
}

const faultOf = (told: Told): Error =>
  'beyond' in told ? new UnknownFormat(told.beyond) : new Error('fault' in told ? told.fault : '')

async function entriesOpen(size: number): Promise<boolean> {
  if (!identity.value || size === 0) return false
  try {
    await ask(`/register/${tilePath('entries', 0, size)}`)
    return true
  } catch (e) {
    if (e instanceof Refused && (e.problem.status === 401 || e.problem.status === 403)) return false
    throw e
  }
}

/** How a step ended: older is a head of the same history, and beyond what only a newer desk can tell. */
export const standingOf = (v: Verdict): 'good' | 'older' | 'beyond' | 'bad' =>
  v.good ? 'good' : v.older ? 'older' : v.beyond ? 'beyond' : 'bad'

type Ref<T> = { value: T }

function useCheck(signed: Ref<SignedHead | undefined>, pinned: Ref<Pinned | undefined>, mayCopy: Ref<boolean>) {
  const answer = shallowRef<Answer>()
  const progress = ref<{ step: Step; done: number; of: number }>()
  const running = ref(false)
  const checkFault = shallowRef<unknown>()
  let worker: Worker | undefined
  onUnmounted(() => worker?.terminate())

  /** Asks the worker, and answers what it told last. */
  async function inWorker(question: Omit<Ask, 'token'>): Promise<Told> {
    worker?.terminate()
    const w = new Worker(new URL('./check.worker.ts', import.meta.url), { type: 'module' })
    worker = w
    const told = new Promise<Told>((resolve, reject) => {
      w.onmessage = ({ data }: MessageEvent<Told>) => {
        if ('progress' in data) progress.value = data.progress
        else resolve(data)
      }
      w.onerror = reject
    })
    w.postMessage({ ...question, token: await bearer() })
    return told.finally(() => w.terminate())
  }

  async function run(): Promise<void> {
    running.value = true
    answer.value = checkFault.value = progress.value = undefined
    try {
      const note = await newestHead() // the newest, not the one on the page
      const believing = pinned.value as Pinned
      mayCopy.value = await entriesOpen(readHead(note).head.size) // who signed in a moment ago may read more
      const told = await inWorker({
        check: {
          note,
          key: believing.key,
          seen: believing.seen && { ...believing.seen },
          entries: mayCopy.value,
          forms,
        },
      })
      if (!('answer' in told)) throw faultOf(told)
      answer.value = told.answer
      await remember(told.answer, note)
    } catch (e) {
      checkFault.value = e
    } finally {
      running.value = false
    }
  }

  /** A head that is good is the one that the next has to extend. */
  async function remember(a: Answer, note: string): Promise<void> {
    if (!a.head || !pinned.value || a.verdicts.some((v) => !v.good)) return
    pinned.value = {
      ...pinned.value,
      seen: remembered(pinned.value.seen, { size: a.head.size, root: a.head.root, at: new Date().toISOString(), note }),
    }
    await (await store()).put('pinned', pinned.value)
    signed.value = readHead(note)
  }

  async function compare(other: string): Promise<Comparison> {
    const told = await inWorker({
      compare: { own: (signed.value as SignedHead).note, other, key: (pinned.value as Pinned).key },
    })
    if (!('comparison' in told)) throw faultOf(told)
    return told.comparison
  }

  const outcome = computed(() => {
    const all = answer.value?.verdicts.map(standingOf) ?? []
    return (['bad', 'beyond', 'older'] as const).find((s) => all.includes(s)) ?? 'good'
  })
  return { answer, progress, running, checkFault, run, outcome, compare }
}

/** What there is to know of an act, whether its format is known here or not. */
async function actOrOutline(compact: string): ReturnType<typeof outlineAct> {
  return parseAct(compact).catch((fault: unknown) => {
    if (fault instanceof UnknownFormat) return outlineAct(compact)
    throw fault
  })
}

/** The newest entries, a page at a time. */
function useLines(signed: Ref<SignedHead | undefined>, mayCopy: Ref<boolean>) {
  const lines = shallowRef<Line[]>([])
  const more = computed(() => mayCopy.value && (lines.value.at(-1)?.index ?? signed.value?.head.size ?? 0) > 0)

  async function loadMore(): Promise<void> {
    const size = signed.value?.head.size ?? 0
    const until = lines.value.at(-1)?.index ?? size
    const found: Line[] = []
    for (let n = Math.floor((until - 1) / tileWidth); n >= 0 && found.length < pageLines; n--) {
      const entries = splitEntries(await askBytes(`/register/${tilePath('entries', n, size)}`))
      const from = Math.min(until - n * tileWidth, entries.length)
      for (let i = from - 1; i >= 0 && found.length < pageLines; i--) {
        const { received, compact } = splitEntry(entries[i] as (typeof entries)[0])
        const act = await actOrOutline(compact)
        found.push({
          index: n * tileWidth + i,
          received,
          kind: act.kind,
          subject: act.subject,
          issuer: act.issuer,
          id: act.id,
        })
      }
    }
    lines.value = [...lines.value, ...found]
  }
  return { lines, more, loadMore }
}
