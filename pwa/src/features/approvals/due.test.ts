import { describe, expect, it } from 'vitest'

import { daysLeft, groupByDue } from './due'

const card = (id: string, due_on: string, overdue = false): { id: string; due_on: string; overdue: boolean } => ({ id, due_on, overdue })

describe('daysLeft', () => {
  it('counts calendar days, also over a change of month', () => {
    expect(daysLeft('2026-12-01', '2026-11-29')).toBe(2)
    expect(daysLeft('2026-11-29', '2026-11-29')).toBe(0)
    expect(daysLeft('2026-11-28', '2026-11-29')).toBe(-1)
  })
})

describe('groupByDue', () => {
  it('puts overdue first and leaves out empty groups', () => {
    const groups = groupByDue([card('later', '2026-12-20'), card('late', '2026-11-20', true), card('today', '2026-11-29')], '2026-11-29')
    expect(groups.map((group) => [group.key, group.items.map((item) => item.id)])).toEqual([
      ['overdue', ['late']],
      ['today', ['today']],
      ['later', ['later']],
    ])
  })

  it('believes the server about what is overdue, and the calendar about what is past', () => {
    const groups = groupByDue([card('said', '2026-11-30', true), card('past', '2026-11-28')], '2026-11-29')
    expect(groups).toHaveLength(1)
    expect(groups[0]?.items.map((item) => item.id)).toEqual(['past', 'said'])
  })
})
