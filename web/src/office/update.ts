import { ref } from 'vue'

/** The worker that lets the desk open without an office, and newer desks. */

export const newer = ref<ServiceWorker>()

export function startWorker(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  void navigator.serviceWorker.register('/worker.js').then((registration) => {
    const look = (worker: ServiceWorker | null) => {
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed' && navigator.serviceWorker.controller) newer.value = worker
      })
    }
    registration.addEventListener('updatefound', () => look(registration.installing))
  })
}

/** Loads the newer desk. Drafts and the outbox are kept in the browser, so nothing is lost. */
export function takeNewer(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  newer.value?.postMessage('take over')
}

/** Loads the desk anew, and a newer one where the office has it: the one that is kept here opens without asking. */
export async function loadAnew(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration()
  await registration?.update().catch(() => undefined)
  const coming = registration?.installing
  if (coming)
    await new Promise<void>((ready) => {
      coming.addEventListener('statechange', () => ready(), { once: true })
    })
  const worker = registration?.waiting
  if (!worker) return location.reload()
  newer.value = worker
  takeNewer()
}
