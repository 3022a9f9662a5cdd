import { describe, expect, it } from 'vitest'

import { bodyOf, byMonths, emptyGoal, emptyPart, formOf, shareEvenly, sumOf, takenOver, unreadableGoal, WHOLE, type Plan } from './planForm'

const plan: Plan = {
  organization: { id: 'u', name: '住建局' },
  year: 2024,
  state: 'agreed',
  version: 2,
  rhythm: 'quarterly',
  revisions: [],
  goals: [
    {
      id: 'g', title: '老旧小区改造', measure: 'amount', unit_word: '个', target: 1250, weight: WHOLE, due_on: '2024-02-29', reached: 0,
      parts: [{ id: 'p', person_id: 'w', person_name: '甲', weight: WHOLE, due_on: '2024-02-29', target: 1250, done: 0, reached: 0, progress: [] }],
    },
  ],
}

describe('the form of a plan', () => {
  it('sends back what came', () => {
    const [goal] = bodyOf(formOf(plan))
    expect(goal).toEqual({ id: 'g', title: '老旧小区改造', measure: 'amount', unit_word: '个', target: 1250, weight: WHOLE, due_on: '2024-02-29', parts: [{ id: 'p', person_id: 'w', weight: WHOLE, due_on: '2024-02-29' }] })
  })

  it('takes last year over as something new', () => {
    const [goal] = bodyOf(takenOver(plan, 2025))
    expect([goal?.id, goal?.due_on, goal?.parts?.[0]?.id]).toEqual(['', '2025-02-28', ''])
  })

  it('counts weights and shares them out whole', () => {
    const parts = [emptyPart('2026-12-31'), emptyPart('2026-12-31'), emptyPart('2026-12-31')]
    shareEvenly(parts)
    expect(parts.map((part) => part.weight)).toEqual(['33.34', '33.33', '33.33'])
    expect(sumOf([...parts, { weight: '1/2' }])).toBe(WHOLE)
  })

  it('breaks a part down to months that end with the goal', () => {
    const goal = { ...emptyGoal(2026), dueOn: '2026-04-15' }
    const months = byMonths({ ...emptyPart('2026-04-15', 'w'), weight: '50' }, goal, 1)
    expect(months.map((part) => part.dueOn)).toEqual(['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-15'])
    expect(sumOf(months)).toBe(5_000)
    expect(byMonths(emptyPart('', 'w'), goal, 5)).toEqual([])
  })

  it('names the first goal that cannot be sent', () => {
    const goal = { ...emptyGoal(2026), title: 'x', weight: '100', target: '3', parts: [{ ...emptyPart('2026-12-31', 'w'), weight: '100' }] }
    expect(unreadableGoal([goal])).toBeNull()
    expect(unreadableGoal([goal, { ...goal, target: '' }])).toBe(2)
    expect(unreadableGoal([{ ...goal, weight: '0' }])).toBe(1)
    expect(unreadableGoal([{ ...goal, parts: [emptyPart('2026-12-31')] }])).toBe(1)
  })
})
