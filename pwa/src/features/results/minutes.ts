/** Where decisions stand written, as a form holds it, and the units that the same minutes decide on. */
import type { Body, Decision } from './results.api'
import { ApiError, errorText } from '@/shared/api/errors'
import { today } from '@/shared/i18n/format'

export interface MinutesForm {
  body: Body
  minutes_number: string
  decided_on: string
}

/** A unit, or those of its leading members whom it supervises. */
export interface UnitKey {
  readonly organization_id: string
  readonly leading: boolean
}

/** Who may have decided on leading members, or on everybody else. */
export function bodiesOf(leading: boolean): readonly Body[] {
  return leading ? ['supervising'] : ['committee', 'head']
}

export function emptyMinutes(leading: boolean): MinutesForm {
  return { body: leading ? 'supervising' : 'committee', minutes_number: '', decided_on: today() }
}

export function isComplete(form: MinutesForm): boolean {
  return form.minutes_number.trim() !== '' && form.decided_on !== '' && form.decided_on <= today()
}

export function keyOf({ organization_id, leading }: UnitKey): string {
  return `${organization_id}:${String(leading)}`
}

/** Decisions that stand in the same minutes, named by the first of them. */
export interface Together {
  readonly id: string
  readonly decisions: readonly Decision[]
}

/** Decisions of units that stand in the same minutes, two or more of them; the others are settled one by one. */
export function byMinutes(decisions: readonly Decision[]): readonly Together[] {
  const found = new Map<string, Decision[]>()
  for (const decision of decisions) {
    if (decision.occasion !== 'round') continue
    const minutes = [decision.body, decision.decided_on, decision.minutes_number].join('\n')
    found.set(minutes, [...(found.get(minutes) ?? []), decision])
  }
  return [...found.values()].flatMap((decisions) => (decisions[0] === undefined || decisions.length === 1 ? [] : [{ id: decisions[0].id, decisions }]))
}

interface RefusedUnit extends UnitKey {
  readonly code: string
  readonly facts: Readonly<Record<string, unknown>>
}

/** Why units were refused, by unit; empty where the refusal is not about one of several. */
export function refusalsByUnit(problem: unknown): ReadonlyMap<string, string> {
  const units = problem instanceof ApiError && problem.code === 'decision_units_refused' ? (problem.facts['units'] as readonly RefusedUnit[]) : []
  return new Map(units.map((unit) => [keyOf(unit), errorText(new ApiError(unit.code, 0, unit.facts))]))
}
