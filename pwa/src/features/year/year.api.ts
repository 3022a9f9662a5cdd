/** The own year so far, and a unit's. */
import { api, type AnswerOf } from '@/shared/api/client'

export type Year = AnswerOf<'/api/v1/assessment/my-year', 'get'>
export type YearPart = Year['parts'][number]
export type Dimension = YearPart['dimension']
export type YearWindow = Year['windows'][number]

/** 德能勤绩廉, in the order in which they are always named. */
export const DIMENSIONS: readonly Dimension[] = ['virtue', 'ability', 'diligence', 'performance', 'integrity']

export function fetchYear(year: number, signal: AbortSignal): Promise<Year> {
  return api.get('/api/v1/assessment/my-year', { query: { year }, signal })
}

export function fetchUnitYear(unitId: string, year: number, signal: AbortSignal): Promise<Year> {
  return api.get('/api/v1/assessment/my-year/units/{unit_id}', { path: { unit_id: unitId }, query: { year }, signal })
}
