// The desk without an office: its own files and nothing else. What people may see of the
// record is never kept here.
export {}

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] }

const files = self.__WB_MANIFEST
const desk = 'desk-' + hash(files.map((f) => f.url + (f.revision ?? '')).join())

/** Tells one build from another; nothing stands on its strength. */
function hash(text: string): string {
  let h = 5381
  for (let i = 0; i < text.length; i++) h = (h * 33 + text.charCodeAt(i)) >>> 0
  return h.toString(36)
}

self.addEventListener('install', (event) => {
  const paths = new Set(files.map((f) => '/' + f.url.replace(/^index\.html$/, ''))) // the list names some twice
  event.waitUntil(caches.open(desk).then((c) => c.addAll([...paths].map((p) => new Request(p, { cache: 'no-cache' })))))
})

self.addEventListener('activate', (event) => {
  const old = async () => (await caches.keys()).filter((name) => name !== desk)
  event.waitUntil(
    old()
      .then((names) => Promise.all(names.map((n) => caches.delete(n))))
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('message', (event) => {
  if (event.data === 'take over') void self.skipWaiting()
})

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return
  if (event.request.mode === 'navigate' && !/^\/(api|schemas|register)\//.test(url.pathname))
    event.respondWith(own('/', event.request))
  else if (url.pathname.startsWith('/assets/') || ['/icon.svg', '/basemap.json'].includes(url.pathname))
    event.respondWith(own(url.pathname, event.request))
})

async function own(path: string, request: Request): Promise<Response> {
  return (await caches.match(path, { cacheName: desk, ignoreVary: true })) ?? fetch(request)
}
