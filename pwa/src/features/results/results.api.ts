/** Answers about decisions, names on show, notices and what is asked about results. */
import type { AnswerOf } from '@/shared/api/client'

export type MyResult = AnswerOf<'/api/v1/assessment/results/me', 'get'>
export type MyNotice = NonNullable<MyResult['notice']>
export type MyPart = MyResult['parts'][number]
export type Correction = NonNullable<MyResult['correction']>
export type Right = MyResult['rights'][number]
export type MyReview = MyResult['reviews'][number]
export type MyList = AnswerOf<'/api/v1/assessment/results/me/list', 'get'>
export type ShownName = MyList['names'][number]
export type MyObjection = MyList['objections'][number]

export type Decisions = AnswerOf<'/api/v1/assessment/results/rounds/{round_id}/decisions', 'get'>
export type Group = Decisions['groups'][number]
export type Decision = Decisions['decisions'][number]
export type Publicity = NonNullable<Decisions['publicity']>
export type DecisionDetail = AnswerOf<'/api/v1/assessment/results/decisions/{decision_id}', 'get'>
export type MinutesUnit = AnswerOf<'/api/v1/assessment/results/decisions/{decision_id}/minutes', 'get'>['units'][number]
export type GroupPerson = AnswerOf<'/api/v1/assessment/results/rounds/{round_id}/group', 'get'>['people'][number]
export type Question = AnswerOf<'/api/v1/assessment/results/rounds/{round_id}/questions', 'get'>['items'][number]
export type Running = NonNullable<Decisions['running']>
export type NoticeRow = AnswerOf<'/api/v1/assessment/results/rounds/{round_id}/notices', 'get'>['items'][number]
export type Body = Decision['body']
