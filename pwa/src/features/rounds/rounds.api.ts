/** Rounds of the annual assessment as they come over the wire. */
import { api, newCommandId, type AnswerOf } from '@/shared/api/client'

export type RoundBrief = AnswerOf<'/api/v1/assessment/rounds', 'get'>['items'][number]
export type RoundView = AnswerOf<'/api/v1/assessment/rounds/{round_id}', 'get'>
export type RoundState = RoundView['state']
export type RoundWindow = RoundView['windows'][number]
export type WindowKind = RoundWindow['kind']
export type Parameter = RoundView['parameters'][number]
export type RoundPerson = AnswerOf<'/api/v1/assessment/rounds/{round_id}/people', 'get'>['items'][number]
export type MarksProgress = AnswerOf<'/api/v1/assessment/rounds/{round_id}/marks', 'get'>
export type FoundPerson = AnswerOf<'/api/v1/register/people', 'get'>['items'][number]

/** In the order of a year. */
export const STATES = ['preparing', 'open', 'frozen', 'compiled', 'decided', 'published', 'notified', 'sealed'] as const satisfies readonly RoundState[]
export const WINDOWS = ['self_summary', 'rating', 'superior_mark'] as const satisfies readonly WindowKind[]
export const FILTERS = ['all', 'leading', 'superior_unknown', 'without_account'] as const
export type Filter = (typeof FILTERS)[number]

export interface RoundPlan {
  readonly title: string
  readonly windows: readonly { readonly kind: WindowKind; readonly opens_on: string; readonly closes_on: string }[]
  readonly parameters: Readonly<Record<string, number>>
  readonly investigation_keeper: string | null
}

export function createRound(year: number, nodeId: string, title: string): Promise<{ id: string }> {
  return api.post('/api/v1/assessment/rounds', { body: { year, node_id: nodeId, title, investigation_keeper: null }, idempotencyKey: newCommandId() })
}

export function changeRound(id: string, version: number, plan: RoundPlan): Promise<void> {
  const body = { ...plan, windows: [...plan.windows], parameters: { ...plan.parameters }, version }
  return api.put('/api/v1/assessment/rounds/{round_id}', { path: { round_id: id }, body })
}

export function openRound(id: string, version: number): Promise<void> {
  return api.post('/api/v1/assessment/rounds/{round_id}/opening', { path: { round_id: id }, body: { version } })
}

export function discardRound(id: string): Promise<void> {
  return api.delete('/api/v1/assessment/rounds/{round_id}', { path: { round_id: id } })
}

export function nameSuperior(personId: string, superiorId: string | null, from: string): Promise<void> {
  return api.put('/api/v1/assessment/people/{person_id}/superior', { path: { person_id: personId }, body: { superior_id: superiorId, effective_on: from } })
}
