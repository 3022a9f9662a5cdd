/** Classes: the learner's, the planner's and the teacher's. */
import { api, newCommandId, type AnswerOf } from '@/shared/api/client'
import { download } from '@/shared/api/download'

export type LearnerClass = AnswerOf<'/api/v1/classes', 'get'>['mine'][number]
export type ClassDetail = AnswerOf<'/api/v1/classes/{class_id}', 'get'>
export type LearnerSession = ClassDetail['sessions'][number]
export type ClassToRun = AnswerOf<'/api/v1/classes/running', 'get'>['items'][number]
export type ClassPlan = AnswerOf<'/api/v1/classes/{class_id}/plan', 'get'>
export type ClassPerson = AnswerOf<'/api/v1/classes/people', 'get'>['items'][number]
export type Seated = ClassPlan['people'][number]
export type Seat = Seated['seat']
export type Roster = AnswerOf<'/api/v1/classes/{class_id}/roster', 'get'>
export type RosterPerson = Roster['people'][number]
export type ClassState = Roster['state']
export type Mark = NonNullable<RosterPerson['marks'][number]>
export type Marked = AnswerOf<'/api/v1/classes/{class_id}/sessions/{number}/marks', 'put'>
export type ShownCode = AnswerOf<'/api/v1/classes/{class_id}/sessions/{number}/code', 'get'>
export type Scanned = AnswerOf<'/api/v1/classes/scan', 'post'>

/** What a teacher says of somebody, and what the roster showed when they said it. */
export interface NewMark {
  readonly account_id: string
  readonly present: boolean
  readonly seen: Mark | null
}

export const SCAN_PATH = '/api/v1/classes/scan'

export function markRoster(classId: string, session: number, marks: readonly NewMark[]): Promise<Marked> {
  return api.put('/api/v1/classes/{class_id}/sessions/{number}/marks', { path: { class_id: classId, number: String(session) }, body: { marks: [...marks] } })
}

export function importRoster(classId: string, session: number, file: File): Promise<{ marked: number }> {
  const form = new FormData()
  form.set('file', file, file.name)
  return api.post('/api/v1/classes/{class_id}/sessions/{number}/imports', { path: { class_id: classId, number: String(session) }, form })
}

export function downloadRosterForm(classId: string): Promise<void> {
  return download(`/api/v1/classes/${encodeURIComponent(classId)}/roster/form.xlsx`)
}

export function fetchCode(classId: string, session: number, signal: AbortSignal): Promise<ShownCode> {
  return api.get('/api/v1/classes/{class_id}/sessions/{number}/code', { path: { class_id: classId, number: String(session) }, signal })
}

export function typeDigits(classId: string, digits: string): Promise<Scanned> {
  return api.post('/api/v1/classes/{class_id}/scan', { path: { class_id: classId }, body: { digits } })
}

export function createClass(body: Parameters<typeof api.post<'/api/v1/classes'>>[1]['body']): Promise<{ id: string }> {
  return api.post('/api/v1/classes', { body, idempotencyKey: newCommandId() })
}
