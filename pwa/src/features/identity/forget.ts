import { closeQueue, isQueueOfAnother } from '@/shared/offline/queue'
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
  await Promise.allSettled([unsubscribePush(), forgetCaches(), forgetDatabases()])
  forgetStorage(localStorage)
  sessionStorage.clear()
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

/** What somebody else did here before their session ran out is theirs to send or to discard, so it stays. */
async function forgetDatabases(): Promise<void> {
  if (!('indexedDB' in window) || !('databases' in indexedDB)) return
  const databases = await indexedDB.databases()
  const names = databases.flatMap(({ name }) => (name === undefined || isQueueOfAnother(name) ? [] : [name]))
  closeQueue()
  await Promise.all(names.map(deleteDatabase))
}

/** Resolves also when another tab holds the database open: it is deleted as soon as that tab lets go. */
function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name)
    request.onsuccess = request.onerror = request.onblocked = () => { resolve() }
  })
}
