import { describe, expect, it } from 'vitest'

import { addPeople, bodyOf, emptyGoal, emptyPart, formOf, rowsOf, setShare, shareByPeople, shareEvenly, sumOf, takenOver, toMonths, toOneDay, unreadableGoal, WHOLE, type Plan } from './planForm'

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
    expect(takenOver(plan, 2025, new Set(['w']))[0]?.parts).toEqual([])
  })

  it('counts weights and shares them out whole', () => {
    const parts = [emptyPart('2026-12-31'), emptyPart('2026-12-31'), emptyPart('2026-12-31')]
    shareEvenly(parts)
    expect(parts.map((part) => part.weight)).toEqual(['33.34', '33.33', '33.33'])
    expect(sumOf([...parts, { weight: '1/2' }])).toBe(WHOLE)
  })

  it('breaks a share down to months that end with the goal, and back to one day', () => {
    const goal = { ...emptyGoal(2026), dueOn: '2026-04-15', parts: [{ ...emptyPart('2026-04-15', 'w'), id: 'p', weight: '50' }, { ...emptyPart('2026-04-15', 'x'), weight: '50' }] }
    const row = (): ReturnType<typeof rowsOf>[number] => rowsOf(goal)[0] ?? { personId: '', parts: [] }
    toMonths(goal, row(), 1)
    expect(row().parts.map((part) => part.dueOn)).toEqual(['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-15'])
    expect([sumOf(row().parts), row().parts[0]?.id, rowsOf(goal).map((one) => one.personId)]).toEqual([5_000, 'p', ['w', 'x']])
    setShare(row(), 4_001)
    expect(row().parts.map((part) => part.weight)).toEqual(['10.01', '10', '10', '10'])
    toOneDay(goal, row())
    expect(row().parts.map((part) => [part.id, part.weight, part.dueOn])).toEqual([['p', '40.01', '2026-04-15']])
    toMonths(goal, row(), 5)
    expect(row().parts).toHaveLength(1)
  })

  it('shares a goal out to forty people and twelve months with three taps, exactly', () => {
    const goal = emptyGoal(2026)
    addPeople(goal, Array.from({ length: 40 }, (_, at) => `w${String(at)}`))
    addPeople(goal, ['w0', 'late'])
    for (const row of rowsOf(goal)) toMonths(goal, row, 1)
    expect([rowsOf(goal).length, goal.parts.length, sumOf(goal.parts)]).toEqual([41, 492, WHOLE])
    shareByPeople(goal)
    const shares = rowsOf(goal).map((row) => sumOf(row.parts))
    expect([Math.max(...shares) - Math.min(...shares), sumOf(goal.parts)]).toEqual([1, WHOLE])
  })

  it('names the first goal that cannot be sent', () => {
    const goal = { ...emptyGoal(2026), title: 'x', weight: '100', target: '3', parts: [{ ...emptyPart('2026-12-31', 'w'), weight: '100' }] }
    expect(unreadableGoal([goal])).toBeNull()
    expect(unreadableGoal([goal, { ...goal, target: '' }])).toBe(2)
    expect(unreadableGoal([{ ...goal, weight: '0' }])).toBe(1)
    expect(unreadableGoal([{ ...goal, parts: [emptyPart('2026-12-31')] }])).toBe(1)
  })
})
