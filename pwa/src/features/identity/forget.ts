import { unsubscribePush } from '@/shared/push/subscription'

/** What is the device's and not the person's: language, theme, type size. */
const KEPT = new Set(['zb.locale', 'zb.theme', 'zb.type-size'])
/** The program itself and the language of its notifications, the same for everybody. */
const KEPT_CACHES = /^zb-(static-|preferences$)/

const lastActs = new Set<() => Promise<void>>()

/** For what holds something of the person in memory: called first, while the session still stands. */
export function beforeForgetting(act: () => Promise<void>): void {
  lastActs.add(act)
}

/** Removes everything of a person from this device; what cannot be removed stops nothing else. */
export async function forgetDevice(): Promise<void> {
  await Promise.allSettled([...lastActs].map((act) => act()))
  forgetStorage(localStorage)
  sessionStorage.clear()
  await Promise.allSettled([unsubscribePush(), forgetCaches(), forgetDatabases()])
}

export function forgetStorage(storage: Storage): void {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index))
  for (const name of names) {
    if (name !== null && !KEPT.has(name)) storage.removeItem(name)
  }
}

async function forgetCaches(): Promise<void> {
  if (!('caches' in window)) return
  const names = await caches.keys()
  await Promise.all(names.filter((name) => !KEPT_CACHES.test(name)).map((name) => caches.delete(name)))
}

async function forgetDatabases(): Promise<void> {
  if (!('indexedDB' in window) || !('databases' in indexedDB)) return
  const databases = await indexedDB.databases()
  for (const { name } of databases) {
    if (name !== undefined) indexedDB.deleteDatabase(name)
  }
}
