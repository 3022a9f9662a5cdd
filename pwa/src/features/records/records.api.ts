/** Records of training: the own ones, and what the training authority does with those of others. */
import { addressOf, api, newCommandId, type AnswerOf } from '@/shared/api/client'
import { download } from '@/shared/api/download'
import { ApiError } from '@/shared/api/errors'

export type MyCredits = AnswerOf<'/api/v1/credits/me', 'get'>
export type CreditRecord = MyCredits['records'][number]
export type Target = NonNullable<MyCredits['target']>
export type PendingCredit = AnswerOf<'/api/v1/credits/pending', 'get'>['items'][number]
export type Decided = AnswerOf<'/api/v1/credits/confirmation', 'post'>
export type ImportReport = AnswerOf<'/api/v1/credits/imports', 'post'>
export type PlaceTargets = AnswerOf<'/api/v1/credits/targets', 'get'>['items'][number]
export type PersonLevel = AnswerOf<'/api/v1/credits/people', 'get'>['items'][number]
export type Level = Target['level']

/** A row of a table that cannot be used: where, and a code of what is wrong. */
export interface RowProblem {
  readonly sheet: string
  readonly row: number
  readonly column: string
  readonly problem: string
}

export function fetchMine(year: number, signal: AbortSignal): Promise<MyCredits> {
  return api.get('/api/v1/credits/me', { query: { year }, signal })
}

export function downloadMine(year: number): Promise<void> {
  return download(addressOf('/api/v1/credits/me.xlsx', { query: { year } }))
}

export function downloadForm(): Promise<void> {
  return download('/api/v1/credits/imports/form.xlsx')
}

export function confirmCredits(ids: string[]): Promise<Decided> {
  return api.post('/api/v1/credits/confirmation', { body: { ids }, idempotencyKey: newCommandId() })
}

export function refuseCredits(ids: string[], reason: string): Promise<Decided> {
  return api.post('/api/v1/credits/refusal', { body: { ids, reason }, idempotencyKey: newCommandId() })
}

export function importRecords(file: File): Promise<ImportReport> {
  const form = new FormData()
  form.set('file', file, file.name)
  return api.post('/api/v1/credits/imports', { form })
}

/** The rows that a refusal names, and how many there are in all; null when it is about something else. */
export function rowProblemsOf(error: unknown): { readonly count: number; readonly rows: readonly RowProblem[] } | null {
  if (!(error instanceof ApiError) || error.code !== 'import_bad_rows') return null
  const { count, rows } = error.facts as { count?: number; rows?: readonly RowProblem[] }
  return { count: count ?? 0, rows: rows ?? [] }
}
