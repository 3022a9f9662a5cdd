import { onScopeDispose } from 'vue'

import { subscribe, whenReconnected } from '@/shared/realtime'

/** Coming back to the window within this time fetches nothing. */
const FRESH_MS = 5_000

/**
 * Calls `refresh` when a signal of one of the topics arrives, when the live connection or the network came
 * back, and when the person returns to the window; until the scope ends.
 */
export function useRefresh(refresh: () => unknown, topics: readonly string[]): void {
  let last = Date.now()
  const run = (): void => {
    last = Date.now()
    refresh()
  }
  const runIfOld = (): void => {
    if (document.visibilityState === 'visible' && Date.now() - last > FRESH_MS) run()
  }
  const undos = [...topics.map((topic) => subscribe(topic, run)), whenReconnected(run)]
  window.addEventListener('online', run)
  document.addEventListener('visibilitychange', runIfOld)
  onScopeDispose(() => {
    for (const undo of undos) undo()
    window.removeEventListener('online', run)
    document.removeEventListener('visibilitychange', runIfOld)
  })
}
