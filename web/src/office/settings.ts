import { ref } from 'vue'
import { timeZone } from '@/i18n/zoned'
import { registerId } from '@/trust/head'
import { askJson } from './api'
import { whenBack } from './asked'
import { copy, type Copy } from './copy'
import { store } from './store'

/** What the office says of itself to everybody (package web, Options). */
export const exercise = ref(false)
/** A backup is studied at this address: it is read, and nothing is taken. */
export const studied = ref(false)
/** The number of the rules of admission by whose editions of lists people write; undefined: nothing was heard of them yet. */
export const admission = ref<number>()

export async function loadSettings(): Promise<void> {
  const kept = localStorage.getItem('settings')
  if (kept) take(JSON.parse(kept) as Settings)
  try {
    const s = await askJson<Settings>('/desk.json', { as: 'nobody' })
    localStorage.setItem('settings', JSON.stringify(s))
    take(s)
    if (s.register) await leaveEarlier(s.register)
  } catch {
    whenBack(loadAgain) // cut off: what was said the last time holds until then
  }
}

const loadAgain = (): void => void loadSettings()

interface Settings {
  timeZone: string
  admission?: number
  exercise: boolean
  copy?: Copy | null
  studied?: boolean
  register?: string // of an exercise: its id
}

function take(s: Settings): void {
  timeZone.value = s.timeZone
  admission.value = s.admission
  exercise.value = s.exercise
  copy.value = s.copy ?? undefined
  studied.value = s.studied ?? false
}

/**
 * An exercise that was begun anew is another register, at the address of the earlier one. What this browser keeps of
 * that, its people and its key, is dropped: nothing answers to it any more. What was kept of a real office stays.
 */
async function leaveEarlier(register: string): Promise<void> {
  const earlier = localStorage.getItem('exercise')
  localStorage.setItem('exercise', register)
  if (!earlier || earlier === register) return
  const db = await store()
  for (const i of await db.getAll('identities')) if (i.register === earlier) await db.delete('identities', i.key)
  for (const p of await db.getAll('pinned'))
    if ((await registerId(p.key)) === earlier) await db.delete('pinned', p.origin)
  localStorage.removeItem('tour')
}
