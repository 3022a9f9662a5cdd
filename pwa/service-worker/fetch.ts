import { CACHE_NAME, isPrecached, SHELL_URL } from './precache'

declare const self: ServiceWorkerGlobalScope

/** Paths that the app does not own: always the network, never a cache. */
const NETWORK_ONLY = ['/api/', '/socket.io/']

export function onFetch(event: FetchEvent): void {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (NETWORK_ONLY.some((prefix) => url.pathname.startsWith(prefix))) return
  if (request.mode === 'navigate') {
    event.respondWith(fromCache(SHELL_URL, request))
  } else if (isPrecached(url.pathname)) {
    event.respondWith(fromCache(url.pathname, request))
  }
}

/** The cache first: files and shell of one build belong together. */
async function fromCache(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE_NAME)
  return (await cache.match(path)) ?? fetch(request)
}
