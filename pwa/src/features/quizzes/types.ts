import type { AnswerOf } from '@/shared/api/client'

export type Quiz = AnswerOf<'/api/v1/quizzes/{quiz_id}', 'get'>
export type OwnAttempt = Quiz['own'][number]
export type Paper = AnswerOf<'/api/v1/quizzes/attempts/{attempt_id}', 'get'>
export type PaperItem = Paper['items'][number]
export type Question = PaperItem['question']
export type Option = NonNullable<Question['options']>[number]
/** An answer; which member it has depends on the type of the question. */
export type Answer = NonNullable<PaperItem['answer']>
export type Result = AnswerOf<'/api/v1/quizzes/attempts/{attempt_id}/finish', 'post'>
export type Review = AnswerOf<'/api/v1/quizzes/attempts/{attempt_id}/review', 'get'>
export type ReviewItem = Review['items'][number]
export type Verdict = ReviewItem['verdict']
/** What was right, and why. */
export type Told = ReviewItem['told']
/** What the server keeps for a question, answered when an answer is saved. */
export type Saved = AnswerOf<'/api/v1/quizzes/attempts/{attempt_id}/answers/{position}', 'put'>
