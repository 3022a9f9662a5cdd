/** Schemes of the annual assessment: what counts and how much. Weights, points and values are whole hundredths. */
import { api, newCommandId, type AnswerOf } from '@/shared/api/client'

export type SchemeList = AnswerOf<'/api/v1/assessment/schemes', 'get'>
export type SchemeItem = SchemeList['items'][number]
export type Scheme = AnswerOf<'/api/v1/assessment/schemes/{scheme_id}', 'get'>
export type IndicatorData = Scheme['indicators'][number]
export type Problem = Scheme['problems'][number]
export type Simulation = NonNullable<Scheme['simulation']>
export type Category = SchemeItem['category']
export type Source = AnswerOf<'/api/v1/assessment/schemes/sources', 'get'>['items'][number]
export type Beginning = 'suggestion' | 'last_year' | 'empty'

export const CATEGORIES: readonly Category[] = ['civil_servant', 'institution_staff', 'organ_worker', 'unit']

export function fetchSchemes(year: number, cursor: string | null, limit: number, signal: AbortSignal): Promise<SchemeList> {
  return api.get('/api/v1/assessment/schemes', { query: { year, limit, ...(cursor === null ? {} : { cursor }) }, signal })
}

export async function fetchSources(signal: AbortSignal): Promise<readonly Source[]> {
  return (await api.get('/api/v1/assessment/schemes/sources', { signal })).items
}

export async function beginScheme(year: number, category: Category, nodeId: string, begin: Beginning): Promise<string> {
  return (await api.post('/api/v1/assessment/schemes', { body: { year, category, node_id: nodeId, begin } })).id
}

export function fetchScheme(id: string, signal?: AbortSignal): Promise<Scheme> {
  return api.get('/api/v1/assessment/schemes/{scheme_id}', { path: { scheme_id: id }, ...(signal === undefined ? {} : { signal }) })
}

export function writeScheme(id: string, revision: number, indicators: IndicatorData[]): Promise<Scheme> {
  return api.put('/api/v1/assessment/schemes/{scheme_id}', { path: { scheme_id: id }, body: { revision, indicators } })
}

/** What is wrong with a scheme as it is being written; nothing is kept. */
export async function checkScheme(id: string, indicators: IndicatorData[], signal: AbortSignal): Promise<readonly Problem[]> {
  return (await api.post('/api/v1/assessment/schemes/{scheme_id}/check', { path: { scheme_id: id }, body: { indicators }, signal })).problems
}

export async function removeScheme(id: string): Promise<void> {
  await api.delete('/api/v1/assessment/schemes/{scheme_id}', { path: { scheme_id: id } })
}

/** Whether it is done at once; false when the worker does it. */
export async function tryScheme(id: string, year: number, compareWith: string | null): Promise<boolean> {
  const answer = await api.post('/api/v1/assessment/schemes/{scheme_id}/simulation', { path: { scheme_id: id }, body: { year, compare_with: compareWith } })
  return answer.job_id === null
}

export async function adoptScheme(id: string, revision: number, reason: string): Promise<number> {
  const path = { scheme_id: id }
  return (await api.post('/api/v1/assessment/schemes/{scheme_id}/adoption', { path, body: { revision, reason }, idempotencyKey: newCommandId() })).version
}
