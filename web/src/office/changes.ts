import { onMounted, onUnmounted, watch } from 'vue'
import { ask, Refused } from './api'
import { identity } from './identity'

/**
 * Calls back when the office has taken something in, at most once in `every` milliseconds. The
 * stream (GET /api/events) is closed while nobody looks at the page, because a browser opens few
 * connections to one host; who comes back is told at once. Strangers are not told of changes.
 */
export function useChanges(changed: () => void, every = 2_000): void {
  let ending: AbortController | undefined
  let due: ReturnType<typeof setTimeout> | undefined

  const tell = () =>
    (due ??= setTimeout(() => {
      due = undefined
      changed()
    }, every))

  async function follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const { body } = await ask('/api/events', { signal })
        for (const reader = body!.pipeThrough(new TextDecoderStream()).getReader(); ;) {
          const { done, value } = await reader.read()
          if (done) break
          if (value.includes('event: change')) tell()
        }
      } catch (fault) {
        if (fault instanceof Refused && fault.problem.status < 500) return // may not listen
      }
      await new Promise((resolve) => setTimeout(resolve, 5_000)) // cut off: looked for again
      if (!signal.aborted) tell()
    }
  }

  function stop(): void {
    ending?.abort()
    ending = undefined
    clearTimeout(due)
    due = undefined
  }

  function start(): void {
    stop()
    if (!identity.value || document.hidden) return
    ending = new AbortController()
    void follow(ending.signal)
  }

  function shown(): void {
    start()
    if (!document.hidden) changed()
  }

  onMounted(() => {
    document.addEventListener('visibilitychange', shown)
    start()
  })
  onUnmounted(() => {
    document.removeEventListener('visibilitychange', shown)
    stop()
  })
  watch(() => identity.value?.key, start)
}
