/** Grading: the board of a round, its pools and people, suggestions, and the neutral code. */
import { api, newCommandId, type AnswerOf } from '@/shared/api/client'
import type { PageQuery } from '@/shared/api/usePages'

const BASE = '/api/v1/assessment/grading'

export type Board = AnswerOf<`${typeof BASE}/rounds/{round_id}`, 'get'>
export type Running = NonNullable<Board['running']>
export type Pool = AnswerOf<`${typeof BASE}/rounds/{round_id}/pools`, 'get'>['items'][number]
export type Case = AnswerOf<`${typeof BASE}/rounds/{round_id}/cases`, 'get'>['items'][number]
export type Grade = NonNullable<Case['grade']>
export type Category = Case['category']
export type SpecialCase = NonNullable<Case['special_case']>
export type Ground = AnswerOf<`${typeof BASE}/cases/{case_id}/special`, 'get'>
export type Action = NonNullable<Ground['action']>
export type Changed = AnswerOf<`${typeof BASE}/cases/{case_id}/grade`, 'put'>
export type CaseDetail = AnswerOf<`${typeof BASE}/cases/{case_id}`, 'get'>
export type CasePart = CaseDetail['parts'][number]
export type Suggestions = AnswerOf<`${typeof BASE}/suggestions`, 'get'>
export type SuggestionCase = Suggestions['items'][number]
export type DeferralRound = AnswerOf<`${typeof BASE}/deferrals`, 'get'>['rounds'][number]
export type DeferralPerson = DeferralRound['people'][number]

/** What a document is called by. */
export interface Paper {
  number: string
  title: string
  issuer: string
  dated_on: string
}

export interface CaseFilter {
  readonly pool_id?: string
  readonly special?: boolean
  readonly q?: string
}

/** What a person may be graded, best first, by category. */
export const GRADES: Readonly<Record<Category, readonly Grade[]>> = {
  civil_servant: ['excellent', 'competent', 'basically_competent', 'incompetent'],
  institution_staff: ['excellent', 'qualified', 'basically_qualified', 'unqualified'],
  organ_worker: ['excellent', 'competent', 'basically_competent', 'incompetent'],
}

/** Disciplinary actions heavier than a warning, by category (Civil Servant Law, art. 62; Order 652, art. 29). */
export const ACTIONS: Readonly<Record<Category, readonly Action[]>> = {
  civil_servant: ['demerit', 'major_demerit', 'demotion', 'removal'],
  institution_staff: ['demerit', 'demotion', 'removal'],
  organ_worker: ['demerit', 'major_demerit', 'demotion', 'removal'],
}

/** The grades that can be given to somebody, best first; a disciplinary action leaves the last few alone. */
export function possibleGrades(person: Pick<Case, 'category' | 'possible'>): readonly Grade[] {
  const all = GRADES[person.category]
  return all.slice(all.length - person.possible)
}

export function fetchBoard(roundId: string, signal: AbortSignal): Promise<Board> {
  return api.get(`${BASE}/rounds/{round_id}`, { path: { round_id: roundId }, signal })
}

export function fetchPools(roundId: string, q: string, page: PageQuery, signal: AbortSignal): Promise<AnswerOf<`${typeof BASE}/rounds/{round_id}/pools`, 'get'>> {
  return api.get(`${BASE}/rounds/{round_id}/pools`, { path: { round_id: roundId }, query: { ...page, ...(q === '' ? {} : { q }) }, signal })
}

export function fetchCases(roundId: string, filter: CaseFilter, page: PageQuery, signal: AbortSignal): Promise<AnswerOf<`${typeof BASE}/rounds/{round_id}/cases`, 'get'>> {
  return api.get(`${BASE}/rounds/{round_id}/cases`, { path: { round_id: roundId }, query: { ...page, ...filter, limit: 50 }, signal })
}

export async function startFreeze(roundId: string, reason: string | null): Promise<string> {
  const queued = await api.post(`${BASE}/rounds/{round_id}/freeze`, { path: { round_id: roundId }, body: { reason }, idempotencyKey: newCommandId() })
  return queued.job_id
}

export async function startCompile(roundId: string): Promise<string> {
  const queued = await api.post(`${BASE}/rounds/{round_id}/compile`, { path: { round_id: roundId }, idempotencyKey: newCommandId() })
  return queued.job_id
}

export function reopenRound(roundId: string, to: 'open' | 'frozen', reason: string): Promise<undefined> {
  return api.post(`${BASE}/rounds/{round_id}/reopening`, { path: { round_id: roundId }, body: { to, reason }, idempotencyKey: newCommandId() })
}

export function fetchCase(caseId: string, signal: AbortSignal): Promise<CaseDetail> {
  return api.get(`${BASE}/cases/{case_id}`, { path: { case_id: caseId }, signal })
}

export function changeGrade(one: Case, grade: Grade, reason: string): Promise<Changed> {
  return api.put(`${BASE}/cases/{case_id}/grade`, { path: { case_id: one.id }, body: { version: one.version, grade, reason } })
}

export function gradeRest(poolId: string, grade: Grade, reason: string): Promise<AnswerOf<`${typeof BASE}/pools/{pool_id}/grades`, 'post'>> {
  return api.post(`${BASE}/pools/{pool_id}/grades`, { path: { pool_id: poolId }, body: { grade, reason }, idempotencyKey: newCommandId() })
}

/** What is entered in place of a grade; `action` is the kind of a disciplinary action heavier than a warning. */
export interface NewGround {
  special_case: Exclude<SpecialCase, 'deferred'>
  action: Action | null
  document: Paper
}

export function enterSpecialCase(one: Case, ground: NewGround): Promise<Changed> {
  return api.put(`${BASE}/cases/{case_id}/special`, { path: { case_id: one.id }, body: { version: one.version, ...ground } })
}

export function fetchGround(caseId: string, signal: AbortSignal): Promise<Ground> {
  return api.get(`${BASE}/cases/{case_id}/special`, { path: { case_id: caseId }, signal })
}

export function liftSpecialCase(one: Case): Promise<Changed> {
  return api.post(`${BASE}/cases/{case_id}/special/lifting`, { path: { case_id: one.id }, body: { version: one.version } })
}

export function recordConsent(poolId: string, fileId: string, document: Paper): Promise<Pool> {
  return api.put(`${BASE}/pools/{pool_id}/consent`, { path: { pool_id: poolId }, body: { file_id: fileId, document } })
}

export function withdrawConsent(poolId: string): Promise<Pool> {
  return api.delete(`${BASE}/pools/{pool_id}/consent`, { path: { pool_id: poolId } })
}

export function fetchSuggestions(page: PageQuery, signal: AbortSignal): Promise<Suggestions> {
  return api.get(`${BASE}/suggestions`, { query: { ...page, limit: 50 }, signal })
}

export function suggestGrade(caseId: string, grade: Grade, comment: string): Promise<undefined> {
  return api.put(`${BASE}/cases/{case_id}/suggestion`, { path: { case_id: caseId }, body: { grade, comment } })
}

export async function fetchDeferrals(q: string, signal: AbortSignal): Promise<DeferralRound[]> {
  const answer = await api.get(`${BASE}/deferrals`, { query: q === '' ? {} : { q }, signal })
  return answer.rounds
}

export function defer(roundId: string, caseId: string): Promise<undefined> {
  return api.put(`${BASE}/rounds/{round_id}/deferrals/{case_id}`, { path: { round_id: roundId, case_id: caseId } })
}

export function settle(roundId: string, caseId: string): Promise<undefined> {
  return api.delete(`${BASE}/rounds/{round_id}/deferrals/{case_id}`, { path: { round_id: roundId, case_id: caseId } })
}
