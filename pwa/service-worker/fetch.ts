import { fileAnswer, fileIdOf } from './files'
import { CACHE_NAME, isForLater, isPrecached, SHELL_URL } from './precache'

declare const self: ServiceWorkerGlobalScope

/** Paths that the app does not own: always the network, never a cache. Only files of downloaded courses lie on the device. */
const NETWORK_ONLY = ['/api/', '/socket.io/']

export function onFetch(event: FetchEvent): void {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  const fileId = request.mode === 'navigate' ? null : fileIdOf(url.pathname)
  if (fileId !== null) {
    event.respondWith(fileAnswer(fileId, request))
    return
  }
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
  const kept = await cache.match(path)
  if (kept !== undefined) return kept
  const response = await fetch(request)
  if (response.ok && isForLater(path)) await cache.put(path, response.clone())
  return response
}
