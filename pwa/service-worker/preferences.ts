import type { WorkerLocale } from './protocol'

/**
 * What the worker must remember between its short lives. It sees no localStorage, so the few words
 * are kept as one small entry of Cache Storage.
 */
const CACHE = 'zb-preferences'
const KEY = '/preferences'
const ACCOUNT_KEY = '/account'

export async function rememberLocale(locale: WorkerLocale): Promise<void> {
  const cache = await caches.open(CACHE)
  await cache.put(KEY, new Response(locale))
}

export async function rememberedLocale(): Promise<WorkerLocale> {
  const cache = await caches.open(CACHE)
  const kept = await (await cache.match(KEY))?.text()
  return kept === 'en' ? 'en' : 'zh-CN'
}

/** Whose downloaded courses may be played; null after signing out. */
export async function rememberAccount(account: string | null): Promise<void> {
  const cache = await caches.open(CACHE)
  if (account === null) await cache.delete(ACCOUNT_KEY)
  else await cache.put(ACCOUNT_KEY, new Response(account))
}

export async function rememberedAccount(): Promise<string | null> {
  const cache = await caches.open(CACHE)
  return (await (await cache.match(ACCOUNT_KEY))?.text()) ?? null
}
