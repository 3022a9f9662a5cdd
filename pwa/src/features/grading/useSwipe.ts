/** A swipe to the side with one finger; scrolling and pinching are left alone. */
const FAR_ENOUGH_PX = 60

interface Ways {
  readonly left: () => void
  readonly right: () => void
}

export function useSwipe({ left, right }: Ways): { touchstart: (event: TouchEvent) => void; touchend: (event: TouchEvent) => void } {
  let from: Touch | null = null

  function touchstart(event: TouchEvent): void {
    from = event.touches.length === 1 ? (event.touches[0] ?? null) : null
  }

  function touchend(event: TouchEvent): void {
    const to = event.changedTouches[0]
    if (from === null || to === undefined) return
    const [across, down] = [to.clientX - from.clientX, to.clientY - from.clientY]
    from = null
    if (Math.abs(across) < FAR_ENOUGH_PX || Math.abs(across) < 2 * Math.abs(down)) return
    if (across < 0) left()
    else right()
  }

  return { touchstart, touchend }
}
