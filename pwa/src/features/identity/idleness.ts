/** When this device was last touched: kept over a restart, so that closing the app does not open it. */
const KEPT_KEY = 'zb.touched-at'
/** Touches come by the hundred; what is written is one a second. */
const WRITE_EVERY_MS = 1_000

let touchedAt = Number(localStorage.getItem(KEPT_KEY) ?? 0)

export function touched(): void {
  const now = Date.now()
  if (now - touchedAt < WRITE_EVERY_MS) return
  touchedAt = now
  localStorage.setItem(KEPT_KEY, String(now))
}

/** Whether nobody has touched the device for longer than `seconds`. */
export function isIdleFor(seconds: number): boolean {
  return Date.now() - touchedAt > seconds * 1_000
}
