/** Evidence of a year: the own, what is disputed, and what the office enters from documents. */
import { api, newCommandId, type AnswerOf } from '@/shared/api/client'

export type EvidenceYear = AnswerOf<'/api/v1/assessment/evidence/mine', 'get'>
export type EvidenceGroup = EvidenceYear['groups'][number]
export type Piece = EvidenceGroup['pieces'][number]
export type EvidenceSource = EvidenceGroup['source']
export type EvidenceSubject = AnswerOf<'/api/v1/assessment/evidence/people/{person_id}', 'get'>
export type ObjectionLine = AnswerOf<'/api/v1/assessment/evidence/objections', 'get'>['items'][number]
export type EntryLine = AnswerOf<'/api/v1/assessment/evidence/entries', 'get'>['items'][number]
export type EntrySource = EntryLine['source']
export type PersonFound = AnswerOf<'/api/v1/assessment/evidence/people', 'get'>['items'][number]

export interface NewEntry {
  readonly source: EntrySource
  readonly person_id: string
  readonly title: string
  readonly on: string
  /** Hundredths of 100 points; null for a commendation. */
  readonly points: number | null
  readonly document: { readonly number: string; readonly title: string; readonly issuer: string; readonly dated_on: string }
}

export interface Answer {
  readonly upheld: boolean
  /** Hundredths; null strikes the piece out, or leaves it as it is when the objection is dismissed. */
  readonly amount: number | null
  readonly reason: string
}

export function fetchMine(year: number, signal: AbortSignal): Promise<EvidenceYear> {
  return api.get('/api/v1/assessment/evidence/mine', { query: { year }, signal })
}

export function fetchSubject(kind: 'people' | 'units', id: string, year: number, signal: AbortSignal): Promise<EvidenceSubject> {
  if (kind === 'people') return api.get('/api/v1/assessment/evidence/people/{person_id}', { path: { person_id: id }, query: { year }, signal })
  return api.get('/api/v1/assessment/evidence/units/{organization_id}', { path: { organization_id: id }, query: { year }, signal })
}

/** Disputes a piece about a unit for which one speaks. */
export async function objectForUnit(unitId: string, year: number, source: EvidenceSource, key: string, reason: string, idempotencyKey: string): Promise<void> {
  await api.post('/api/v1/assessment/evidence/units/{organization_id}/objections', { path: { organization_id: unitId }, body: { year, source, key, reason }, idempotencyKey })
}

export async function object(year: number, source: EvidenceSource, key: string, reason: string, idempotencyKey: string): Promise<void> {
  await api.post('/api/v1/assessment/evidence/objections', { body: { year, source, key, reason }, idempotencyKey })
}

export function withdraw(id: string): Promise<void> {
  return api.post('/api/v1/assessment/evidence/objections/{objection_id}/withdrawal', { path: { objection_id: id } })
}

export function answer(line: ObjectionLine, given: Answer): Promise<void> {
  return api.post('/api/v1/assessment/evidence/objections/{objection_id}/answer', {
    path: { objection_id: line.id },
    body: { ...given, version: line.version },
    idempotencyKey: newCommandId(),
  })
}

export async function enter(entry: NewEntry, idempotencyKey: string): Promise<void> {
  await api.post('/api/v1/assessment/evidence/entries', { body: entry, idempotencyKey })
}

export function takeBack(id: string, reason: string): Promise<void> {
  return api.post('/api/v1/assessment/evidence/entries/{entry_id}/reversal', { path: { entry_id: id }, body: { reason } })
}

export async function findPeople(q: string): Promise<readonly PersonFound[]> {
  return (await api.get('/api/v1/assessment/evidence/people', { query: { q } })).items
}
