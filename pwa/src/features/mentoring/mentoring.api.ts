/** Profiles, needs and pairing, as the server tells them. */
import type { AnswerOf, RequestOptions } from '@/shared/api/client'

export type OwnMentoring = AnswerOf<'/api/v1/mentoring/profile', 'get'>
export type MentorProfile = NonNullable<OwnMentoring['profile']>
export type MenteeNeed = NonNullable<OwnMentoring['need']>
export type Person = OwnMentoring['wishes'][number]
export type Topic = AnswerOf<'/api/v1/mentoring/topics', 'get'>['items'][number]
export type KnownPerson = AnswerOf<'/api/v1/mentoring/people', 'get'>['items'][number]
export type PersonPage = AnswerOf<'/api/v1/mentoring/people/{account_id}', 'get'>
export type WaitingMentee = AnswerOf<'/api/v1/mentoring/board', 'get'>['items'][number]
export type Suggestion = WaitingMentee['suggestions'][number]
export type Term = Suggestion['terms'][number]
export type Rule = Suggestion['broken'][number]
export type Run = AnswerOf<'/api/v1/mentoring/runs/{run_id}', 'get'>
export type RunState = Run['state']
export type RunBrief = AnswerOf<'/api/v1/mentoring/runs', 'get'>['items'][number]
export type ProposedPair = AnswerOf<'/api/v1/mentoring/runs/{run_id}/pairs', 'get'>['items'][number]
export type UnmatchedMentee = AnswerOf<'/api/v1/mentoring/runs/{run_id}/unmatched', 'get'>['items'][number]
export type UnusedMentor = AnswerOf<'/api/v1/mentoring/runs/{run_id}/unused', 'get'>['items'][number]
export type ProfileBody = RequestOptions<'/api/v1/mentoring/profile', 'put'>['body']
export type NeedBody = RequestOptions<'/api/v1/mentoring/need', 'put'>['body']
