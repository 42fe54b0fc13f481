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
 * When the place becomes another, as when the next person of a shared device comes to an open form, the form shows what is kept there, or
 * is blank: nobody signs, or is shown, what another one typed.
 */
export function useDraft<T extends object>(place: () => string, values: Ref<T>, blank: () => T) {
  const copy = (): T => JSON.parse(JSON.stringify(values.value)) as T
  let first = copy()
  let unsaved = false // changed since the database last answered
  let turning = false // what is set is not a change of whoever types

  const kept = (key = place()): Kept<T> => ({ key, at: new Date().toISOString(), value: copy() })
  const leave = (key = place()) => {
    if (unsaved) localStorage.setItem(key, JSON.stringify(kept(key)))
  }

  let changes = 0
  watch(
    values,
    async () => {
      if (turning) return
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

  async function read(): Promise<void> {
    const key = place()
    const left = JSON.parse(localStorage.getItem(key) ?? 'null') as Kept<T> | null
    const there = (await (await store()).get('kept', key)) as Kept<T> | undefined
    const last = left && !(there && there.at > left.at) ? left : there
    if (!last || key !== place()) return
    const now = copy(),
      typed = Object.entries(now).filter(([k, v]) => JSON.stringify(v) !== JSON.stringify(first[k as keyof T]))
    values.value = { ...now, ...last.value, ...Object.fromEntries(typed) }
  }

  watch(
    place,
    (_, before) => {
      leave(before)
      changes++ // what is being put away is of the place before
      unsaved = false
      turning = true
      values.value = blank()
      turning = false
      first = copy()
      void read()
    },
    { flush: 'sync' },
  )
  const gone = () => leave()
  onMounted(() => {
    addEventListener('pagehide', gone)
    void read()
  })
  onUnmounted(() => {
    removeEventListener('pagehide', gone)
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
