import { shallowReactive } from 'vue'
import { unlock } from '@/trust/locked'
import type { Identity } from './store'

/**
 * Keys that were unlocked: in the memory of the open pages of this desk and nowhere else. They are forgotten when nobody has touched
 * any of these pages for a while, and when the last one is closed.
 */

const keys = shallowReactive(new Map<string, CryptoKey>())

/** How long after the last touch, in milliseconds. */
const idle = 15 * 60_000

export const openKey = (id: string): CryptoKey | undefined => keys.get(id)

/** Whether a key can sign now. */
export const isOpen = (i: Identity): boolean => i.signer !== undefined || keys.has(i.key)

/** What the pages of one desk tell each other. A key goes as one that cannot be taken out. */
type Word = { opened: [id: string, key: CryptoKey][] } | 'who-has' | 'touched' | 'lock'
const others = new BroadcastChannel('truce-unlocked')
const tell = (w: Word) => others.postMessage(w)

others.onmessage = ({ data }: MessageEvent<Word>) => {
  if (data === 'lock') keys.clear()
  else if (data === 'touched') touchedAt = Date.now()
  else if (data === 'who-has') {
    if (keys.size) tell({ opened: [...keys] })
  } else for (const [id, key] of data.opened) keys.set(id, key)
}

/** Unlocks it, here and in the other open pages. Throws WrongPassphrase. */
export async function openWith(i: Identity, passphrase: string): Promise<void> {
  if (!i.locked) return
  const key = await unlock(i.locked, { id: i.key, algorithm: i.algorithm }, passphrase)
  touchedAt = Date.now()
  keys.set(i.key, key)
  tell({ opened: [[i.key, key]] })
}

/** Forgets what was unlocked, in all open pages. */
export function lockAll(): void {
  keys.clear()
  tell('lock')
}

let touchedAt = Date.now()
const often = 10_000

function touched(): void {
  if (keys.size && Date.now() - touchedAt > idle) return lockAll() // the machine slept meanwhile
  if (Date.now() - touchedAt > often) tell('touched')
  touchedAt = Date.now()
}

/** Counts the time since the last touch; asks the other pages for what they unlocked, if anything here is locked. */
export async function watchIdle(locked: boolean): Promise<void> {
  for (const what of ['pointerdown', 'keydown', 'wheel', 'touchstart'])
    addEventListener(what, touched, { passive: true })
  setInterval(() => {
    if (keys.size && Date.now() - touchedAt > idle) lockAll()
  }, often)
  if (!locked) return
  tell('who-has')
  await new Promise((answered) => setTimeout(answered, 80)) // they answer at once, if there are any
}
