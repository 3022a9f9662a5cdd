const FIRST_MS = 5_000
const LONGEST_MS = 5 * 60_000

/** Tries again later: each failure doubles the pause, and half of it is chance, so that a restarted server is not met by everybody at once. */
export class Retry {
  private failures = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly act: () => unknown) {}

  later(): void {
    const pause = Math.min(FIRST_MS * 2 ** this.failures, LONGEST_MS)
    this.failures += 1
    clearTimeout(this.timer)
    this.timer = setTimeout(this.act, pause * (0.5 + Math.random() / 2))
  }

  /** It went well, or there is a reason to think that it will. */
  reset(): void {
    this.failures = 0
  }

  stop(): void {
    clearTimeout(this.timer)
  }
}
