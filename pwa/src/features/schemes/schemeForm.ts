/** The form of a scheme: indicators as people write them, and back. Pure. */
import type { IndicatorData, Problem, Source } from './schemes.api'
import { hundredthsOf, plainText } from '@/features/goals/amounts'
import { DIMENSIONS } from '@/features/year/year.api'

export type Kind = 'linear' | 'step' | 'cap'

/** One indicator; numbers are what stands in the field: “20” points, “97.5” percent, “3” of something. */
export interface Row {
  /** Its own for as long as the page is open: places change when rows come and go. */
  readonly id: string
  key: string
  titleZh: string
  titleEn: string
  dimension: string
  weight: string
  source: string
  base: string
  kind: Kind
  zeroAt: string
  fullAt: string
  steps: { from: string; percent: string }[]
  each: string
  cap: string
  markedBy: string
  missing: string
  focus: string
}

export const FULL = 10_000
/** What no field can hold: the server names it at its place. */
const NO_NUMBER = -1

export function rowOf(data: IndicatorData, id: string): Row {
  const { shape } = data
  return {
    id,
    key: data.key,
    titleZh: data.title_zh,
    titleEn: data.title_en,
    dimension: data.dimension,
    weight: plainText(data.weight),
    source: data.source,
    base: data.base,
    kind: shape.kind === 'step' || shape.kind === 'cap' ? shape.kind : 'linear',
    zeroAt: plainText(shape.zero_at ?? 0),
    fullAt: plainText(shape.full_at ?? FULL),
    steps: (shape.steps ?? [{ from_value: FULL, percent: FULL }]).map((step) => ({ from: plainText(step.from_value), percent: plainText(step.percent) })),
    each: plainText(shape.each ?? 100),
    cap: plainText(shape.cap ?? data.weight),
    markedBy: data.marked_by,
    missing: data.missing,
    focus: data.focus ?? '',
  }
}

export function emptyRow(dimension: string, id: string): Row {
  const shape = { kind: 'linear', zero_at: 0, full_at: FULL }
  return {
    ...rowOf({ key: '', title_zh: '', title_en: '', dimension, weight: 0, source: '', base: 'share', shape, marked_by: 'evidence', missing: 'left_out', focus: null }, id),
    weight: '',
  }
}

/** Whether nobody has written anything in a row. */
export function isBlank(row: Row): boolean {
  return row.source === '' && row.weight === '' && row.titleZh === '' && row.titleEn === ''
}

export function dataOf(row: Row): IndicatorData {
  return {
    key: row.key,
    title_zh: row.titleZh.trim(),
    title_en: row.titleEn.trim(),
    dimension: row.dimension,
    weight: numberOf(row.weight),
    source: row.source,
    base: row.base,
    shape: shapeOf(row),
    marked_by: row.markedBy,
    missing: row.missing,
    focus: row.focus === '' ? null : row.focus,
  }
}

export function shapeOf(row: Row): IndicatorData['shape'] {
  if (row.kind === 'linear') return { kind: 'linear', zero_at: numberOf(row.zeroAt), full_at: numberOf(row.fullAt) }
  if (row.kind === 'cap') return { kind: 'cap', each: numberOf(row.each), cap: numberOf(row.cap) }
  return { kind: 'step', steps: row.steps.map((step) => ({ from_value: numberOf(step.from), percent: numberOf(step.percent) })) }
}

function numberOf(text: string): number {
  return hundredthsOf(text) ?? NO_NUMBER
}

/** What follows from the source: how it is taken together, who marks, which side a mark belongs to. */
export function takeSource(row: Row, source: Source): void {
  const [family, side] = source.source.split('.')
  row.source = source.source
  row.base = source.base
  row.key = source.source.replace('.', '_')
  row.markedBy = family === 'superior_mark' ? 'superior' : family === 'rating' ? 'raters' : 'evidence'
  if (side !== undefined) row.dimension = side
  if (row.base === 'share' && row.kind === 'cap') row.kind = 'linear'
  row.fullAt = row.base === 'share' ? '100' : '3'
  row.zeroAt = '0'
}

/** The rows in the order in which they are kept: by side, as 德能勤绩廉 are always named. */
export function inOrder(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort((one, other) => placeOf(one) - placeOf(other))
}

function placeOf(row: Row): number {
  const place = DIMENSIONS.findIndex((dimension) => dimension === row.dimension)
  return place < 0 ? DIMENSIONS.length : place
}

/** The weights that can be read, in hundredths, in all or of some. */
export function weightOf(rows: readonly Row[]): number {
  return rows.reduce((total, row) => total + Math.max(0, hundredthsOf(row.weight) ?? 0), 0)
}

/** Mistakes by the row they are at, with the rest of their paths; those of the scheme as a whole under ''. */
export function problemsByRow(problems: readonly Problem[], ids: readonly string[]): ReadonlyMap<string, readonly Problem[]> {
  const found = new Map<string, Problem[]>()
  for (const problem of problems) {
    const match = /^indicators\[(\d+)\]\.?(.*)$/.exec(problem.path)
    const id = match === null ? '' : (ids[Number(match[1])] ?? '')
    found.set(id, [...(found.get(id) ?? []), { ...problem, path: match?.[2] ?? '' }])
  }
  return found
}
