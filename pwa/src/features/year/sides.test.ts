import { describe, expect, it } from 'vitest'

import { arcPath, arcsOf, sidesOf } from './sides'
import type { YearPart } from './year.api'

function part(dimension: YearPart['dimension'], weight: number, points: number | null): YearPart {
  return {
    key: `${dimension}_${String(weight)}`,
    title_zh: '',
    title_en: '',
    dimension,
    source: 'goal',
    weight,
    points: points ?? 0,
    base: 'share',
    shape: { kind: 'linear', zero_at: 0, full_at: 10_000 },
    value: 0,
    amount: 0,
    out_of: 0,
    count: points === null ? 0 : 1,
    used: points !== null,
    missing: 'left_out',
    not_yet: points === null ? 'no_evidence' : null,
    known_from: null,
  }
}

describe('the sides of a year', () => {
  const sides = sidesOf([part('performance', 6000, 4500), part('virtue', 3000, null), part('virtue', 1000, 1000)])

  it('stand in their order, with what is known and what was earned of it', () => {
    expect(sides.map(({ dimension, weight, known, points }) => [dimension, weight, known, points])).toEqual([
      ['virtue', 4000, 1000, 1000],
      ['performance', 6000, 6000, 4500],
    ])
  })

  it('fill the ring without overlapping, as long as they weigh', () => {
    const arcs = arcsOf(sides, 5)
    expect(arcs.map(({ earned, open, unknown }) => [earned.from, earned.to, open.to, unknown.to])).toEqual([
      [2.5, 37.5, 37.5, 142.5],
      [147.5, 305, 357.5, 357.5],
    ])
    expect([arcsOf([], 5), arcPath({ from: 10, to: 10 }, 90)]).toEqual([[], ''])
  })
})
