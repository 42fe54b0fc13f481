import { shallowRef } from 'vue'
import { historyDigest, NotShown, show, type Shown } from '@/trust/custodians'
import { forms } from '@/generated/acts'
import { UnknownFormat } from '@/trust/unknown'
import { askJson, Refused, Unreachable, type Schemas } from './api'
import { whenBack } from './asked'
import { audienceOf } from './home'
import { identity } from './identity'
import { kept } from './kept'
import { store, type Identity, type Known } from './store'

/**
 * To whom this device seals. The office hands over acts and does not answer; the set that its owner accepted is
 * remembered, and at first, and while another one is in force, nothing is sealed until the owner accepted it.
 */

type CustodyState =
  | 'first' // nothing was remembered: its owner has to accept the set
  | 'same'
  | 'changed' // other custodians, whom those signed who must
  | 'lapsed' // one side had set them alone, and that ended when a second came
  | 'nobody' // nobody was set yet
  | 'unasked' // the office did not answer, and nothing is known here
  | 'older' // this desk, or its browser, is older than what the office shows: it cannot tell
  | 'hidden' // the office shows something else than this device saw of it

interface Custody {
  state: CustodyState
  shown?: Shown
  set?: Shown['set']
  before?: Known
}

type Acts = Schemas['Custodians']['acts']

/** What whoever speaks is shown. */
export const custody = shallowRef<Custody>({ state: 'unasked' })

/** Nothing may be sealed: why is told by the state. */
export class NotSealed extends Error {
  constructor(public readonly state: CustodyState) {
    super(state)
  }
}

async function look(i: Identity): Promise<Custody & { now?: Known }> {
  const register = (await audienceOf(i))[0] as string
  const before = await (await store()).get('custodians', register)
  const acts = await kept<Acts>(
    'custodians',
    async () => (await askJson<Schemas['Custodians']>('/api/custodians')).acts,
  ).catch((e: unknown) => {
    if (e instanceof Unreachable || e instanceof Refused) return undefined
    throw e
  })
  if (!acts) {
    whenBack(lookAgain)
    return { state: 'unasked', ...(before && { before }) }
  }
  if (acts.length === 0) return { state: 'nobody', ...(before && { before }) }
  let shown: Shown
  try {
    shown = await show(register, acts, forms)
  } catch (e) {
    if (e instanceof NotShown) return { state: 'hidden' }
    if (e instanceof UnknownFormat) return { state: 'older', ...(before && { before }) }
    throw e
  }
  if (i.founding && shown.founding !== i.founding) return { state: 'hidden', ...(before && { before }) }
  if (before && !(await remembered(before, shown))) return { state: 'hidden', before }
  const { set } = shown
  if (!set) return { state: shown.lapsed ? 'lapsed' : 'nobody', ...(before && { before }) }
  const state = !before ? 'first' : before.digest === set.digest ? 'same' : 'changed'
  const now = {
    register,
    founding: shown.founding,
    seen: await seen(shown),
    digest: set.digest,
    custodians: set.custodians,
    accepted: state === 'same' ? (before as Known).accepted : new Date().toISOString(),
  }
  return { state, shown, set, now, ...(before && { before }) }
}

const seen = async (shown: Shown): Promise<Known['seen']> =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(shown.seen).map(async ([subject, acts]) => [
        subject,
        { acts: acts.length, history: await historyDigest(acts) },
      ]),
    ),
  )

/** What is shown begins, of each subject, with what this device saw. */
async function remembered(before: Known, shown: Shown): Promise<boolean> {
  const same = Object.entries(before.seen).map(
    async ([subject, { acts, history }]) =>
      (await historyDigest((shown.seen[subject] ?? []).slice(0, acts))) === history,
  )
  return before.founding === shown.founding && (await Promise.all(same)).every(Boolean)
}

const lookAgain = (): void => void lookAtCustodians()

/** Looks again. Remembered is only what whoever speaks accepted. */
export async function lookAtCustodians(): Promise<void> {
  const i = identity.value
  if (!i) return
  const { now, ...found } = await look(i)
  if (now && found.state === 'same') await (await store()).put('custodians', now)
  custody.value = found
}

/** The owner of the device was told who the custodians are and who founded the office, and accepts them. */
export async function acceptCustodians(): Promise<void> {
  const i = identity.value
  const { now } = i ? await look(i) : {}
  const told = custody.value
  if (now && now.digest === told.set?.digest && now.founding === told.shown?.founding)
    await (await store()).put('custodians', now)
  await lookAtCustodians()
}

/** The founding of which somebody was told, or that the owner of this device accepted; empty if neither. */
export async function acceptedFounding(i: Identity): Promise<string> {
  const register = (await audienceOf(i))[0] as string
  return i.founding ?? (await (await store()).get('custodians', register))?.founding ?? ''
}

/** The set to which this device seals for somebody. Throws NotSealed. */
export async function sealingSet(i: Identity): Promise<Known> {
  const { state, now } = await look(i)
  if (!now || state !== 'same') throw new NotSealed(state)
  await (await store()).put('custodians', now)
  return now
}

/** The set that this device knows for whoever speaks, whatever is in force. */
export async function knownSet(): Promise<Known | undefined> {
  const i = identity.value
  return i && (await store()).get('custodians', (await audienceOf(i))[0] as string)
}
