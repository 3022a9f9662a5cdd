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

/** Last year's goals as a beginning: same texts, weights and people, a year later; who is `gone` has no part any more. */
export function takenOver(plan: Plan, year: number, gone: ReadonlySet<string> = new Set()): GoalForm[] {
  const later = (day: string): string => `${year}${day.slice(4) === '-02-29' ? '-02-28' : day.slice(4)}`
  return formOf(plan).map((goal) => ({
    ...goal,
    id: '',
    dueOn: later(goal.dueOn),
    parts: goal.parts.filter((part) => !gone.has(part.personId)).map((part) => ({ ...part, id: '', dueOn: later(part.dueOn) })),
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

/** One person of a goal, with the part or the parts, one for each month, that they have of it. */
export interface PersonRow {
  readonly personId: string
  readonly parts: PartForm[]
}

/** The people of a goal in the order in which they came. */
export function rowsOf(goal: GoalForm): PersonRow[] {
  const rows = new Map<string, PersonRow>()
  for (const part of goal.parts) {
    const row = rows.get(part.personId)
    if (row === undefined) rows.set(part.personId, { personId: part.personId, parts: [part] })
    else row.parts.push(part)
  }
  return [...rows.values()]
}

/** Gives a person so much of the goal, shared evenly by their months. */
export function setShare(row: PersonRow, weight: number): void {
  const shares = evenShares(weight, row.parts.length)
  row.parts.forEach((part, at) => {
    part.weight = plainText(shares[at] ?? 0)
  })
}

/** Every person the same of the goal, however many months each has. */
export function shareByPeople(goal: GoalForm): void {
  const rows = rowsOf(goal)
  const shares = evenShares(WHOLE, rows.length)
  rows.forEach((row, at) => { setShare(row, shares[at] ?? 0) })
}

/** Adds people with one part each, and has everybody do the same of the goal. */
export function addPeople(goal: GoalForm, personIds: readonly string[]): void {
  const known = new Set(goal.parts.map((part) => part.personId))
  goal.parts.push(...personIds.filter((id) => !known.has(id)).map((id) => emptyPart(goal.dueOn, id)))
  shareByPeople(goal)
}

/** Has a person's share fall due month by month, from `first` up to the goal's month. */
export function toMonths(goal: GoalForm, row: PersonRow, first: number): void {
  const [year = 0, last = 0] = goal.dueOn.split('-').map(Number)
  const months = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at)
  const parts = months.map((month, at) => {
    const dueOn = month === last ? goal.dueOn : new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
    return { ...emptyPart(dueOn, row.personId), id: row.parts[at]?.id ?? '' }
  })
  if (parts.length > 1) replaceParts(goal, row, parts)
}

/** Has a person's share fall due once, with the goal. */
export function toOneDay(goal: GoalForm, row: PersonRow): void {
  replaceParts(goal, row, [{ ...emptyPart(goal.dueOn, row.personId), id: row.parts[0]?.id ?? '' }])
}

function replaceParts(goal: GoalForm, row: PersonRow, parts: PartForm[]): void {
  const weight = sumOf(row.parts)
  setShare({ personId: row.personId, parts }, weight)
  const at = goal.parts.findIndex((part) => part.personId === row.personId)
  goal.parts = goal.parts.filter((part) => part.personId !== row.personId)
  goal.parts.splice(at, 0, ...parts)
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
