/** One tab sends at a time. */
import type { QueueStore } from './queueStore'

/** Longer than one request may take: a tab that dies gives up its turn after this. */
const LEASE_MS = 30_000

const me = crypto.randomUUID()

/**
 * Runs `act` while no other tab does the same. `keep` renews the right before each step; false when it was lost.
 * Returns false, without running it, where another tab has it and the browser has no locks to wait for.
 */
export async function inTurn(name: string, store: QueueStore, act: (keep: () => Promise<boolean>) => Promise<void>): Promise<boolean> {
  // Absent before Safari 15.4, and where the page came without TLS.
  const locks = navigator.locks as LockManager | null | undefined
  if (locks != null) {
    await locks.request(name, () => act(() => Promise.resolve(true)))
    return true
  }
  const keep = (): Promise<boolean> => store.takeLease(me, Date.now(), Date.now() + LEASE_MS)
  if (!(await keep())) return false
  try {
    await act(keep)
  } finally {
    await store.endLease(me)
  }
  return true
}
