import { onMounted, onUnmounted, watch, type Ref } from 'vue'
import { store } from './store'

interface Kept<T> {
  key: string
  at: string
  value: T
}

/**
 * Keeps what is typed into a form on this device, under the place's name, until it is forgotten: each change in the database, and what a
 * page that goes has no time to put there in localStorage, which waits. What was typed before the draft was read is newer than it.
 */
export function useDraft<T extends object>(place: () => string, values: Ref<T>) {
  const copy = (): T => JSON.parse(JSON.stringify(values.value)) as T
  const first = copy()
  let unsaved = false // changed since the database last answered

  const kept = (): Kept<T> => ({ key: place(), at: new Date().toISOString(), value: copy() })
  const leave = () => {
    if (unsaved) localStorage.setItem(place(), JSON.stringify(kept()))
  }

  let changes = 0
  watch(
    values,
    async () => {
      unsaved = true
      const change = ++changes,
        now = kept()
      try {
        await (await store()).put('kept', now)
      } catch {
        return // a full disk: the page's leaving tries again
      }
      if (change < changes) return
      unsaved = false
      localStorage.removeItem(now.key)
    },
    { deep: true, flush: 'sync' },
  )

  onMounted(async () => {
    addEventListener('pagehide', leave)
    const left = JSON.parse(localStorage.getItem(place()) ?? 'null') as Kept<T> | null
    const there = (await (await store()).get('kept', place())) as Kept<T> | undefined
    const last = left && !(there && there.at > left.at) ? left : there
    if (!last) return
    const now = copy(),
      typed = Object.entries(now).filter(([k, v]) => JSON.stringify(v) !== JSON.stringify(first[k as keyof T]))
    values.value = { ...now, ...last.value, ...Object.fromEntries(typed) }
  })
  onUnmounted(() => {
    removeEventListener('pagehide', leave)
    leave()
  })

  /** After it was sent. */
  async function forget(): Promise<void> {
    changes++ // what is being kept is not the last any more
    unsaved = false
    localStorage.removeItem(place())
    await (await store()).delete('kept', place())
  }
  return { forget }
}
