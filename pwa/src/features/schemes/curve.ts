/** A shape as a small picture: how much of the weight each value comes to. By the rules of the server. Pure. */
import type { IndicatorData } from './schemes.api'

export type Shape = IndicatorData['shape']

const FULL = 10_000
const ONE = 100
const PIECES = 60
/** A picture of a sum goes a little beyond the last value that changes anything. */
const BEYOND = 1.25

/** The points, in hundredths, of a value; null where the shape cannot be drawn. */
export function pointsOf(shape: Shape, weight: number, value: number): number | null {
  if (shape.kind === 'linear') {
    const { zero_at: zero = 0, full_at: full = 0 } = shape
    return zero === full ? null : within((weight * (value - zero)) / (full - zero), weight)
  }
  if (shape.kind === 'cap') return within(Math.min((value * (shape.each ?? 0)) / ONE, shape.cap ?? 0), weight)
  const reached = (shape.steps ?? []).filter((step) => step.from_value <= value).at(-1)
  return within((weight * (reached?.percent ?? 0)) / FULL, weight)
}

function within(points: number, weight: number): number {
  return Math.max(0, Math.min(points, weight))
}

/** How far the picture goes to the right. */
export function lastValue(shape: Shape, base: string): number {
  if (base === 'share') return FULL
  const turns = [shape.zero_at, shape.full_at, ...(shape.steps ?? []).map((step) => step.from_value), shape.each ? ((shape.cap ?? 0) * ONE) / shape.each : 0]
  return Math.max(ONE, ...turns.map((turn) => turn ?? 0)) * BEYOND
}

/** A line from the left to the right of a box; empty where there is nothing to draw. */
export function curvePath(shape: Shape, base: string, weight: number, width: number, height: number): string {
  if (weight <= 0) return ''
  const last = lastValue(shape, base)
  const corners: string[] = []
  for (let piece = 0; piece <= PIECES; piece += 1) {
    const points = pointsOf(shape, weight, (last * piece) / PIECES)
    if (points === null) return ''
    corners.push(`${((width * piece) / PIECES).toFixed(1)} ${(height - (height * points) / weight).toFixed(1)}`)
  }
  return `M${corners.join('L')}`
}
