import { shallowRef } from 'vue'
import { historyDigest, NotShown, show, type Shown } from '@/trust/custodians'
import { askJson, type Schemas } from './api'
import { audienceOf } from './home'
import { identity } from './identity'
import { kept } from './kept'
import { store, type Identity, type Known } from './store'

/**
 * To whom this device seals. The office hands over acts and does not answer; the set that its owner was shown is
 * remembered, and while another one is in force nothing is sealed until the owner accepted it.
 */

export type CustodyState =
  | 'first' // nothing was remembered: its owner is shown the set
  | 'same'
  | 'changed' // other custodians, whom those signed who must
  | 'lapsed' // one side had set them alone, and that ended when a second came
  | 'nobody' // nobody was set yet, or nothing is known here
  | 'hidden' // the office shows something else than this device saw of it

export interface Custody {
  state: CustodyState
  set?: Shown['set']
  before?: Known
}

type Acts = Schemas['Custodians']['acts']

/** What whoever speaks is shown. */
export const custody = shallowRef<Custody>({ state: 'nobody' })

/** Nothing may be sealed: why is told by the state. */
export class NotSealed extends Error {
  constructor(public readonly state: CustodyState) {
    super(state)
  }
}

async function look(i: Identity): Promise<Custody & { now?: Known }> {
  const register = (await audienceOf(i))[0] as string
  const acts = await kept<Acts>(
    'custodians',
    async () => (await askJson<Schemas['Custodians']>('/api/custodians')).acts,
    [],
  )
  const before = await (await store()).get('custodians', register)
  if (acts.length === 0) return { state: 'nobody', ...(before && { before }) }
  let shown: Shown
  try {
    shown = await show(register, acts)
  } catch (e) {
    if (e instanceof NotShown) return { state: 'hidden' }
    throw e
  }
  if (before && (await historyDigest(shown.acts.slice(0, before.acts))) !== before.history)
    return { state: 'hidden', before }
  const { set } = shown
  if (!set) return { state: shown.lapsed ? 'lapsed' : 'nobody', ...(before && { before }) }
  const state = !before ? 'first' : before.digest === set.digest ? 'same' : 'changed'
  const now = {
    register,
    acts: shown.acts.length,
    history: await historyDigest(shown.acts),
    digest: set.digest,
    custodians: set.custodians,
    accepted: state === 'same' ? (before as Known).accepted : new Date().toISOString(),
  }
  return { state, set, now, ...(before && { before }) }
}

/** Looks again. Remembered is only what whoever speaks was shown, or knew already. */
export async function lookAtCustodians(): Promise<void> {
  const i = identity.value
  if (!i) return
  const { now, ...found } = await look(i)
  if (now && (found.state === 'first' || found.state === 'same')) await (await store()).put('custodians', now)
  custody.value = found
}

/** The owner of the device was told who the custodians are, and accepts them. */
export async function acceptCustodians(): Promise<void> {
  const i = identity.value
  const { now } = i ? await look(i) : {}
  if (now && now.digest === custody.value.set?.digest) await (await store()).put('custodians', now)
  await lookAtCustodians()
}

/** The set to which this device seals for somebody. Throws NotSealed. */
export async function sealingSet(i: Identity): Promise<Known> {
  const { state, now } = await look(i)
  if (!now || state === 'changed' || state === 'hidden') throw new NotSealed(state)
  await (await store()).put('custodians', now)
  return now
}

/** The set that this device knows for whoever speaks, whatever is in force. */
export async function knownSet(): Promise<Known | undefined> {
  const i = identity.value
  return i && (await store()).get('custodians', (await audienceOf(i))[0] as string)
}
