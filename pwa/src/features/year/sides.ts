/** The five sides of a year: what each comes to, and where its arc lies on the dial. Pure. */
import { DIMENSIONS, type Dimension, type YearPart } from './year.api'

export interface Side {
  readonly dimension: Dimension
  readonly parts: readonly YearPart[]
  /** Hundredths of a point: the whole, what is known of it, what was earned of that. */
  readonly weight: number
  readonly known: number
  readonly points: number
}

/** The sides that have a part, in their order. */
export function sidesOf(parts: readonly YearPart[]): readonly Side[] {
  return DIMENSIONS.flatMap((dimension) => {
    const own = parts.filter((part) => part.dimension === dimension)
    if (own.length === 0) return []
    return [{ dimension, parts: own, weight: sum(own, 'weight'), known: sum(own.filter((part) => part.used), 'weight'), points: sum(own, 'points') }]
  })
}

function sum(parts: readonly YearPart[], name: 'weight' | 'points'): number {
  return parts.reduce((total, part) => total + part[name], 0)
}

/** A piece of the ring, in degrees clockwise from the top. */
export interface Arc {
  readonly from: number
  readonly to: number
}

export interface SideArcs {
  readonly dimension: Dimension
  /** Earned, known but not earned, not known yet: one after the other, each maybe empty. */
  readonly earned: Arc
  readonly open: Arc
  readonly unknown: Arc
  /** Where its name stands. */
  readonly middle: number
}

const ROUND = 360

/** The arcs of all sides, as long as they weigh, with a gap between them. */
export function arcsOf(sides: readonly Side[], gap: number): readonly SideArcs[] {
  const whole = sides.reduce((total, side) => total + side.weight, 0)
  if (whole === 0) return []
  const room = ROUND - gap * sides.length
  let at = gap / 2
  return sides.map((side) => {
    const from = at
    const earned = from + (room * side.points) / whole
    const known = from + (room * side.known) / whole
    const to = from + (room * side.weight) / whole
    at = to + gap
    return {
      dimension: side.dimension,
      earned: { from, to: earned },
      open: { from: earned, to: known },
      unknown: { from: known, to },
      middle: (from + to) / 2,
    }
  })
}

/** A point of the circle around (0, 0). */
export function pointAt(degrees: number, radius: number): { readonly x: number; readonly y: number } {
  const angle = (degrees * Math.PI) / 180
  return { x: round(radius * Math.sin(angle)), y: round(-radius * Math.cos(angle)) }
}

/** The path of an arc; empty for an empty one. */
export function arcPath({ from, to }: Arc, radius: number): string {
  if (to - from < 0.05) return ''
  const begin = pointAt(from, radius)
  const end = pointAt(to, radius)
  return `M${String(begin.x)} ${String(begin.y)}A${String(radius)} ${String(radius)} 0 ${to - from > ROUND / 2 ? '1' : '0'} 1 ${String(end.x)} ${String(end.y)}`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
