/** Goals and routine checks as they come over the wire. */
import { api, type AnswerOf } from '@/shared/api/client'
import { submit } from '@/shared/offline/queue'

export type OwnPart = AnswerOf<'/api/v1/assessment/goals/mine', 'get'>['parts'][number]
export type Progress = OwnPart['progress'][number]
export type LinkedMatter = AnswerOf<'/api/v1/assessment/goals/matters', 'get'>['items'][number]
export type Check = AnswerOf<'/api/v1/assessment/checks/mine', 'get'>['checks'][number]
export type Subordinate = AnswerOf<'/api/v1/assessment/checks/people', 'get'>['people'][number]
export type CheckGrade = NonNullable<NonNullable<Check['comment']>['grade']>

/** Best first. The list is known from memory only, which the page says. */
export const CHECK_GRADES = ['good', 'fairly_good', 'average', 'poor'] as const satisfies readonly CheckGrade[]

export const PROGRESS = 'goal_progress'
export const CHECK_TEXT = 'check_text'
export const CHECK_COMMENT = 'check_comment'

export interface NewProgress {
  readonly done_on: string
  readonly amount: number
  readonly note: string
  readonly link_kind: 'none' | 'file' | 'matter'
  readonly link_id: string | null
}

/** Stored on the device and sent when there is a network. */
export async function reportProgress(part: Pick<OwnPart, 'id'>, title: string, progress: NewProgress, look: string): Promise<void> {
  await submit({ kind: PROGRESS, method: 'post', path: `/api/v1/assessment/goals/parts/${part.id}/progress`, body: progress, subject: part.id, about: title, look })
}

export async function writeCheck(period: string, about: string, text: string): Promise<void> {
  await submit({ kind: CHECK_TEXT, method: 'put', path: `/api/v1/assessment/checks/mine/${period}`, body: { text }, subject: `check:${period}`, about, look: '/me/checks' })
}

export async function commentCheck(personId: string, period: string, about: string, body: { grade: CheckGrade | null; comment: string }): Promise<void> {
  const path = `/api/v1/assessment/checks/people/${personId}/${period}`
  await submit({ kind: CHECK_COMMENT, method: 'post', path, body, subject: `check:${personId}:${period}`, about, look: '/me/checks' })
}

export function takeBack(progressId: string, commandId: string): Promise<OwnPart> {
  return api.post('/api/v1/assessment/goals/progress/{progress_id}/reversal', { path: { progress_id: progressId }, idempotencyKey: commandId })
}
