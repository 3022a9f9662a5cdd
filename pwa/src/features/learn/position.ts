/** Where a film or recording was stopped. On this device alone: the server never hears what was played, or how long. */
const PREFIX = 'zb.learn.position.'
/** Nearer to the beginning or the end than this is the beginning. */
const NEAR_SECONDS = 5

export function keptPosition(fileId: string): number {
  return Number(localStorage.getItem(PREFIX + fileId) ?? 0)
}

export function keepPosition(fileId: string, seconds: number, duration: number): void {
  if (seconds < NEAR_SECONDS || duration - seconds < NEAR_SECONDS) localStorage.removeItem(PREFIX + fileId)
  else localStorage.setItem(PREFIX + fileId, seconds.toFixed(1))
}
