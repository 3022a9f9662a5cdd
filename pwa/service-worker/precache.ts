import { isOnDemand } from './on-demand'

/** The list of the build's files, filled in by the build. */
interface PrecacheEntry {
  readonly url: string
  /** null when the hash is part of the file's name already. */
  readonly revision: string | null
}

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: readonly PrecacheEntry[] }

const PREFIX = 'zb-static-'
const LANGUAGE = self.navigator.language.startsWith('zh') ? 'zh-CN' : 'en'
export const SHELL_URL = '/index.html'

const entries = self.__WB_MANIFEST.map((entry) => ({ path: new URL(entry.url, self.location.origin).pathname, revision: entry.revision }))
const paths: ReadonlySet<string> = new Set(entries.map((entry) => entry.path))

/** One cache per build: the name changes with any file, so that two versions never mix. */
export const CACHE_NAME = PREFIX + fingerprint(entries.map((entry) => `${entry.path}@${entry.revision ?? ''}`).join('\n'))

export function isPrecached(path: string): boolean {
  return paths.has(path)
}

/** Whether this device fetches the file only when it is first needed. */
export function isForLater(path: string): boolean {
  return isOnDemand(path, LANGUAGE)
}

/** Fills this build's cache; hashed files already held by an older build are copied, not fetched again. */
export async function fillCache(): Promise<void> {
  const cache = await caches.open(CACHE_NAME)
  await Promise.all(
    entries.map(async ({ path, revision }) => {
      const kept = revision === null ? await caches.match(path) : undefined
      if (kept === undefined && isForLater(path)) return
      const response = kept ?? (await fetch(path, { cache: 'reload', credentials: 'same-origin' }))
      if (!response.ok) throw new Error(`${path}: ${String(response.status)}`)
      await cache.put(path, response)
    }),
  )
}

export async function dropOldCaches(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE_NAME).map((name) => caches.delete(name)))
}

/** FNV-1a, 32 bits: tells builds apart, protects nothing. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return (hash >>> 0).toString(36)
}
