import { ref } from 'vue'
import { timeZone } from '@/i18n/zoned'
import { askJson } from './api'

/** What the office says of itself to everybody (package web, Options). */
export const exercise = ref(false)

export async function loadSettings(): Promise<void> {
  const kept = localStorage.getItem('settings')
  if (kept) take(JSON.parse(kept) as Settings)
  try {
    const s = await askJson<Settings>('/desk.json', { as: 'nobody' })
    localStorage.setItem('settings', JSON.stringify(s))
    take(s)
  } catch {
    // Cut off: what was said the last time holds.
  }
}

interface Settings {
  timeZone: string
  exercise: boolean
}

function take(s: Settings): void {
  timeZone.value = s.timeZone
  exercise.value = s.exercise
}
