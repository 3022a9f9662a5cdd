import type { WorkerLocale } from './protocol'

/**
 * What the worker must remember between its short lives. It sees no localStorage, so the few words
 * are kept as one small entry of Cache Storage.
 */
const CACHE = 'zb-preferences'
const KEY = '/preferences'

export async function rememberLocale(locale: WorkerLocale): Promise<void> {
  const cache = await caches.open(CACHE)
  await cache.put(KEY, new Response(locale))
}

export async function rememberedLocale(): Promise<WorkerLocale> {
  const cache = await caches.open(CACHE)
  const kept = await (await cache.match(KEY))?.text()
  return kept === 'en' ? 'en' : 'zh-CN'
}
