import { onMounted, onUnmounted, watch } from 'vue'
import { ask, Refused } from './api'
import { identity } from './identity'

interface Listener {
  tell: () => void // something was taken in
  changed: () => void
}

/** Everything on the screen that is told, by one stream: a browser opens few connections to one host. */
const listeners = new Set<Listener>()
let ending: AbortController | undefined

const tellAll = () => listeners.forEach((l) => l.tell())

async function follow(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const { body } = await ask('/api/events', { signal })
      for (const reader = body!.pipeThrough(new TextDecoderStream()).getReader(); ;) {
        const { done, value } = await reader.read()
        if (done) break
        if (value.includes('event: change')) tellAll()
      }
    } catch (fault) {
      if (fault instanceof Refused && fault.problem.status < 500) return // may not listen
    }
    await new Promise((resolve) => setTimeout(resolve, 5_000)) // cut off: looked for again
    if (!signal.aborted) tellAll()
  }
}

/** Follows the stream as long as somebody speaks, looks at the page, and has something on it that is told. */
function start(): void {
  ending?.abort()
  ending = undefined
  if (!listeners.size || !identity.value || document.hidden) return
  ending = new AbortController()
  void follow(ending.signal)
}

function shown(): void {
  start()
  if (!document.hidden) listeners.forEach((l) => l.changed())
}

document.addEventListener('visibilitychange', shown)
watch(() => identity.value?.key, start)

/**
 * Calls back when the office has taken something in, at most once in `every` milliseconds. The
 * stream (GET /api/events) is closed while nobody looks at the page; who comes back is told at
 * once. Strangers are not told of changes.
 */
export function useChanges(changed: () => void, every = 2_000): void {
  let due: ReturnType<typeof setTimeout> | undefined
  const listener: Listener = {
    changed,
    tell: () =>
      (due ??= setTimeout(() => {
        due = undefined
        changed()
      }, every)),
  }
  onMounted(() => {
    listeners.add(listener)
    if (listeners.size === 1) start()
  })
  onUnmounted(() => {
    listeners.delete(listener)
    clearTimeout(due)
    if (!listeners.size) start()
  })
}
