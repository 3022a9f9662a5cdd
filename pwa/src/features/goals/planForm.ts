/** A unit's goals while they are written: texts as typed, weights that are counted as one types. */
import { evenShares, hundredthsOf, plainText } from './amounts'
import type { AnswerOf } from '@/shared/api/client'
import type { components } from '@/shared/api/schema'

export type Plan = AnswerOf<'/api/v1/assessment/goals/units/{organization_id}', 'get'>
export type GoalBody = components['schemas']['GoalInput']

/** 100 % in hundredths of a percent. */
export const WHOLE = 10_000

export interface PartForm {
  readonly key: string
  id: string
  personId: string
  weight: string
  dueOn: string
}

export interface GoalForm {
  readonly key: string
  id: string
  title: string
  measure: 'amount' | 'yes_no'
  unitWord: string
  target: string
  weight: string
  dueOn: string
  parts: PartForm[]
}

let made = 0
const newKey = (): string => `k${(made += 1)}`

export function emptyPart(dueOn: string, personId = ''): PartForm {
  return { key: newKey(), id: '', personId, weight: '', dueOn }
}

export function emptyGoal(year: number, unitWord = ''): GoalForm {
  return { key: newKey(), id: '', title: '', measure: 'amount', unitWord, target: '', weight: '', dueOn: `${year}-12-31`, parts: [] }
}

export function formOf(plan: Plan): GoalForm[] {
  return plan.goals.map((goal) => ({
    key: newKey(),
    id: goal.id,
    title: goal.title,
    measure: goal.measure,
    unitWord: goal.unit_word,
    target: goal.target === null ? '' : plainText(goal.target),
    weight: plainText(goal.weight),
    dueOn: goal.due_on,
    parts: goal.parts.map((part) => ({ key: newKey(), id: part.id, personId: part.person_id, weight: plainText(part.weight), dueOn: part.due_on })),
  }))
}

/** Last year's goals as a beginning: same texts, weights and people, a year later. */
export function takenOver(plan: Plan, year: number): GoalForm[] {
  const later = (day: string): string => `${year}${day.slice(4) === '-02-29' ? '-02-28' : day.slice(4)}`
  return formOf(plan).map((goal) => ({
    ...goal,
    id: '',
    dueOn: later(goal.dueOn),
    parts: goal.parts.map((part) => ({ ...part, id: '', dueOn: later(part.dueOn) })),
  }))
}

/** What weights come to, counting what cannot be read as nothing. */
export function sumOf(rows: readonly { readonly weight: string }[]): number {
  return rows.reduce((sum, row) => sum + (hundredthsOf(row.weight) ?? 0), 0)
}

export function shareEvenly(rows: readonly { weight: string }[]): void {
  const shares = evenShares(WHOLE, rows.length)
  rows.forEach((row, at) => {
    row.weight = plainText(shares[at] ?? 0)
  })
}

/** A person's part as one for each month from `first` up to the goal's month, sharing the same weight. */
export function byMonths(part: PartForm, goal: GoalForm, first: number): PartForm[] {
  const [year = 0, lastMonth = 12] = goal.dueOn.split('-').map(Number)
  const months = Array.from({ length: Math.max(0, lastMonth - first + 1) }, (_, at) => first + at)
  const shares = evenShares(hundredthsOf(part.weight) ?? 0, Math.max(1, months.length))
  return months.map((month, at) => {
    const dueOn = month === lastMonth ? goal.dueOn : new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
    return { key: newKey(), id: '', personId: part.personId, weight: plainText(shares[at] ?? 0), dueOn }
  })
}

/** The place (from 1) of the first goal that cannot be sent, or null: a title, readable numbers, chosen people, days. */
export function unreadableGoal(goals: readonly GoalForm[]): number | null {
  const at = goals.findIndex((goal) => !isReadable(goal))
  return at < 0 ? null : at + 1
}

function isReadable(goal: GoalForm): boolean {
  if (goal.title.trim() === '' || !hundredthsOf(goal.weight) || goal.dueOn === '') return false
  if (goal.measure === 'amount' && !hundredthsOf(goal.target)) return false
  return goal.parts.every((part) => part.personId !== '' && part.dueOn !== '' && Boolean(hundredthsOf(part.weight)))
}

export function bodyOf(goals: readonly GoalForm[]): GoalBody[] {
  return goals.map((goal) => ({
    id: goal.id,
    title: goal.title.trim(),
    measure: goal.measure,
    unit_word: goal.measure === 'amount' ? goal.unitWord.trim() : '',
    target: goal.measure === 'amount' ? hundredthsOf(goal.target) : null,
    weight: hundredthsOf(goal.weight) ?? 0,
    due_on: goal.dueOn,
    parts: goal.parts.map((part) => ({ id: part.id, person_id: part.personId, weight: hundredthsOf(part.weight) ?? 0, due_on: part.dueOn })),
  }))
}
