/** Quizzes as the server keeps them; answers themselves go through the offline queue, see `usePaper`. */
import type { Paper, Quiz, Result, Review } from './types'
import { api, type AnswerOf } from '@/shared/api/client'

export function fetchQuiz(quizId: string, signal: AbortSignal): Promise<Quiz> {
  return api.get('/api/v1/quizzes/{quiz_id}', { path: { quiz_id: quizId }, signal })
}

/** Opens a paper, or the one that is open already, on whatever device. */
export function startAttempt(quizId: string, idempotencyKey: string): Promise<AnswerOf<'/api/v1/quizzes/{quiz_id}/attempts', 'post'>> {
  return api.post('/api/v1/quizzes/{quiz_id}/attempts', { path: { quiz_id: quizId }, idempotencyKey })
}

export function fetchPaper(attemptId: string, signal: AbortSignal): Promise<Paper> {
  return api.get('/api/v1/quizzes/attempts/{attempt_id}', { path: { attempt_id: attemptId }, signal })
}

/** Hands the paper in; sent again it answers the same result. */
export function finishAttempt(attemptId: string): Promise<Result> {
  return api.post('/api/v1/quizzes/attempts/{attempt_id}/finish', { path: { attempt_id: attemptId } })
}

export function fetchReview(attemptId: string, signal: AbortSignal): Promise<Review> {
  return api.get('/api/v1/quizzes/attempts/{attempt_id}/review', { path: { attempt_id: attemptId }, signal })
}

export function answerPath(attemptId: string, position: number): string {
  return `/api/v1/quizzes/attempts/${attemptId}/answers/${String(position)}`
}
