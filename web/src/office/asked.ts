import { shallowRef, watch, type ShallowRef } from 'vue'
import { reachable } from './api'

/**
 * What the office is asked for once and the desk keeps. An answer that did not come is not remembered as none: it is asked again when
 * it is next needed, and when the connection comes back. Between two attempts that nobody asked for lies a rest.
 */
export interface Asked<T> {
  /** What was answered; asks if nothing was yet. */
  value: () => T | undefined
  /** Whether nothing is known because the last attempt failed. */
  failed: () => boolean
  /** Waits until something is known; asks if nothing is. Throws what went wrong. */
  once: () => Promise<void>
  /** Asks anew, whatever is known; what is known stands until another answer comes. Throws what went wrong. */
  load: () => Promise<void>
}

/** What had no answer, and how it is asked again. */
const unanswered = new Set<() => void>()
watch(
  reachable,
  (now) => {
    if (!now) return
    const all = [...unanswered]
    unanswered.clear()
    all.forEach((again) => again())
  },
  { flush: 'sync' },
)

/** Asks again when the connection is back. */
export const whenBack = (again: () => void): unknown => unanswered.add(again)

export const rest = 10_000

interface Asking {
  whose: string | undefined
  answer: Promise<void>
}

interface Told<T> {
  whose: string | undefined
  value?: T
  failed: boolean
}

/** `whose`: what is told depends on who asks, and what one was told is not shown to another. */
export function asked<T>(question: () => Promise<T>, whose: () => string | undefined = () => ''): Asked<T> {
  const told: ShallowRef<Told<T> | undefined> = shallowRef()
  let asking: Asking | undefined
  let due = 0 // when it may be asked again that was not answered

  const of = (who: string | undefined): Told<T> | undefined => (told.value?.whose === who ? told.value : undefined)
  const again = (): void => void load().catch(() => undefined)

  function load(): Promise<void> {
    const who = whose()
    const mine: Asking = { whose: who, answer: attempt(who, () => asking === mine) }
    asking = mine
    return mine.answer
  }

  async function attempt(who: string | undefined, last: () => boolean): Promise<void> {
    await undefined // what is read while it asks is nothing that the screen depends on
    try {
      const value = await question()
      if (last() && who === whose()) told.value = { whose: who, value, failed: false }
      unanswered.delete(again)
    } catch (fault) {
      if (last()) {
        due = Date.now() + rest
        told.value = { ...of(who), whose: who, failed: true }
        whenBack(again)
      }
      throw fault
    } finally {
      if (last()) asking = undefined
    }
  }

  function value(): T | undefined {
    const who = whose()
    const known = of(who)
    if (known && !known.failed) return known.value
    if (!(asking && asking.whose === who) && (!known || Date.now() >= due)) again()
    return known?.value
  }

  async function once(): Promise<void> {
    const who = whose()
    const known = of(who)
    if (known && !known.failed) return
    await (asking && asking.whose === who ? asking.answer : load())
  }

  return {
    value,
    once,
    failed: () => {
      const known = of(whose())
      return known !== undefined && known.failed && known.value === undefined
    },
    load,
  }
}
