/** The own year so far, a unit's, and those of many units beside each other. */
import { api, type AnswerOf } from '@/shared/api/client'

export type Year = AnswerOf<'/api/v1/assessment/my-year', 'get'>
export type YearPart = Year['parts'][number]
export type Dimension = YearPart['dimension']
export type UnitLine = AnswerOf<'/api/v1/assessment/units', 'get'>['items'][number]
export type YearWindow = Year['windows'][number]

/** 德能勤绩廉, in the order in which they are always named. */
export const DIMENSIONS: readonly Dimension[] = ['virtue', 'ability', 'diligence', 'performance', 'integrity']

export function fetchYear(year: number, signal: AbortSignal): Promise<Year> {
  return api.get('/api/v1/assessment/my-year', { query: { year }, signal })
}

export function fetchUnitYear(unitId: string, year: number, signal: AbortSignal): Promise<Year> {
  return api.get('/api/v1/assessment/my-year/units/{unit_id}', { path: { unit_id: unitId }, query: { year }, signal })
}

export function fetchUnits(year: number, q: string, page: { readonly cursor?: string; readonly limit?: number }, signal: AbortSignal): Promise<AnswerOf<'/api/v1/assessment/units', 'get'>> {
  return api.get('/api/v1/assessment/units', { query: { year, q, ...page }, signal })
}
