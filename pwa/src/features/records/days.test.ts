import { describe, expect, it } from 'vitest'

import { monthsOf, trainingDays } from './days'
import type { CreditRecord } from './records.api'

function record(changes: Partial<CreditRecord>): CreditRecord {
  return {
    id: 'x',
    kind: 'concentrated',
    source: 'party_school',
    title: '春季进修班',
    hours: '8',
    started_on: '2026-02-27',
    ended_on: '2026-03-01',
    state: 'confirmed',
    reason: null,
    ...changes,
  }
}

describe('trainingDays', () => {
  it('covers a record from its first to its last day, over the end of a month', () => {
    expect([...trainingDays([record({})]).keys()]).toEqual(['2026-02-27', '2026-02-28', '2026-03-01'])
  })

  it('tells a day of both counters apart, and leaves out what is not recognized', () => {
    const days = trainingDays([
      record({}),
      record({ kind: 'online', started_on: '2026-03-01', ended_on: '2026-03-01' }),
      record({ kind: 'online', started_on: '2026-03-02', ended_on: '2026-03-02' }),
      record({ state: 'proposed', started_on: '2026-04-01', ended_on: '2026-04-01' }),
    ])
    expect(days.get('2026-02-28')).toBe('concentrated')
    expect(days.get('2026-03-01')).toBe('both')
    expect(days.get('2026-03-02')).toBe('online')
    expect(days.has('2026-04-01')).toBe(false)
  })
})

describe('monthsOf', () => {
  it('has every day of the year once, in weeks that begin on Monday', () => {
    const months = monthsOf(2028, new Map([['2028-02-29', 'online']]))
    expect(months.reduce((sum, month) => sum + month.days.length, 0)).toBe(366)
    // 1 January 2028 is a Saturday.
    expect(months[0]?.before).toBe(5)
    expect(months[1]).toMatchObject({ trained: 1 })
    expect(months[1]?.days[28]).toEqual({ day: 29, kind: 'online' })
  })
})
