import { describe, expect, it } from 'vitest'

import { curvePath, pointsOf } from './curve'
import { dataOf, emptyRow, inOrder, problemsByRow, rowOf, takeSource, weightOf } from './schemeForm'
import type { IndicatorData } from './schemes.api'

const GOAL: IndicatorData = {
  key: 'goal',
  title_zh: '目标任务完成',
  title_en: 'Goals reached',
  dimension: 'performance',
  weight: 2050,
  source: 'goal',
  base: 'share',
  shape: { kind: 'step', steps: [{ from_value: 5000, percent: 6000 }, { from_value: 9750, percent: 10_000 }] },
  marked_by: 'evidence',
  missing: 'left_out',
  focus: 'results',
}

describe('the form of a scheme', () => {
  it('writes back what it read, whatever the shape', () => {
    const shapes: IndicatorData['shape'][] = [GOAL.shape, { kind: 'linear', zero_at: 300, full_at: 0 }, { kind: 'cap', each: 150, cap: 2050 }]
    for (const shape of shapes) expect(dataOf(rowOf({ ...GOAL, shape }, 'a'))).toEqual({ ...GOAL, shape })
  })

  it('leaves what is no number to the server, which names it', () => {
    const row = rowOf(GOAL, 'a')
    row.weight = 'twenty'
    expect([dataOf(row).weight, weightOf([row, rowOf(GOAL, 'b')])]).toEqual([-1, 2050])
  })

  it('takes from the source who marks, which side it belongs to and how it is taken together', () => {
    const row = emptyRow('virtue', 'a')
    takeSource(row, { source: 'rating.integrity', subject: 'person', base: 'share' })
    expect([row.key, row.markedBy, row.dimension, row.fullAt]).toEqual(['rating_integrity', 'raters', 'integrity', '100'])
    row.kind = 'cap'
    takeSource(row, { source: 'goal', subject: 'person', base: 'share' })
    expect([row.markedBy, row.kind]).toEqual(['evidence', 'linear'])
  })

  it('keeps rows by side and finds the row that a mistake is at', () => {
    const rows = inOrder([rowOf(GOAL, 'late'), rowOf({ ...GOAL, dimension: 'virtue' }, 'early')])
    expect(rows.map((row) => row.id)).toEqual(['early', 'late'])
    const problems = [
      { path: 'indicators[1].shape.steps[0].percent', problem: 'percent_out_of_range', facts: {} },
      { path: 'indicators', problem: 'weights_do_not_sum', facts: { missing: 150 } },
    ]
    const found = problemsByRow(problems, ['early', 'late'])
    expect(found.get('late')?.map(({ path }) => path)).toEqual(['shape.steps[0].percent'])
    expect(found.get('')?.map(({ problem }) => problem)).toEqual(['weights_do_not_sum'])
  })
})

describe('the curve of a shape', () => {
  it.each([
    [{ kind: 'linear', zero_at: 5000, full_at: 10_000 }, [0, 0, 500, 1000]],
    [{ kind: 'linear', zero_at: 10_000, full_at: 0 }, [1000, 500, 250, 0]],
    [{ kind: 'cap', each: 10, cap: 600 }, [0, 500, 600, 600]],
    [GOAL.shape, [0, 600, 600, 1000]],
  ])('is that of the server for %o', (shape, points) => {
    expect([0, 5000, 7500, 10_000].map((value) => pointsOf(shape, 1000, value))).toEqual(points)
  })

  it('is not drawn where it would divide by zero', () => {
    expect(curvePath({ kind: 'linear', zero_at: 5, full_at: 5 }, 'share', 1000, 100, 40)).toBe('')
  })
})
