/** A signature as strokes of whole numbers on a small grid, whatever the size of the screen it is drawn on. */

export const WIDTH = 600
export const HEIGHT = 240
/** Points nearer than this add nothing to be seen. */
const NEAREST = 3
const MOST_POINTS = 4000

/** `[x, y, x, y, …]` */
export type Stroke = readonly number[]

export interface Point {
  readonly x: number
  readonly y: number
}

/** Where a pointer is, on the grid. */
export function onGrid(clientX: number, clientY: number, box: Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>): Point {
  const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, Math.round(value)))
  return {
    x: clamp(((clientX - box.left) / box.width) * WIDTH, WIDTH),
    y: clamp(((clientY - box.top) / box.height) * HEIGHT, HEIGHT),
  }
}

/** The stroke with one more point, or the same one where the point is too near to be seen. */
export function extended(stroke: Stroke, point: Point): Stroke {
  const [x, y] = [stroke.at(-2), stroke.at(-1)]
  if (x !== undefined && y !== undefined && Math.hypot(point.x - x, point.y - y) < NEAREST) return stroke
  return [...stroke, point.x, point.y]
}

/** Whether it is more than a dot, as the server asks: enough points, over enough of the frame. */
export function isSignature(strokes: readonly Stroke[]): boolean {
  const across = strokes.flatMap((stroke) => stroke.filter((_, index) => index % 2 === 0))
  const down = strokes.flatMap((stroke) => stroke.filter((_, index) => index % 2 === 1))
  if (across.length < 8 || across.length > MOST_POINTS) return false
  return Math.max(...across) - Math.min(...across) + Math.max(...down) - Math.min(...down) >= 40
}

/** The path of a stroke for SVG. */
export function pathOf(stroke: Stroke): string {
  const points: string[] = []
  for (let index = 0; index + 1 < stroke.length; index += 2) points.push(`${String(stroke[index])} ${String(stroke[index + 1])}`)
  return points.length === 1 ? `M${points[0] ?? ''} h0.1` : `M${points.join(' L')}`
}
