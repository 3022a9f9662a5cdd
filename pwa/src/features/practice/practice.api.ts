/** Practice: what to practise, and what was answered. */
import { api, newCommandId, type AnswerOf } from '@/shared/api/client'
import { submit } from '@/shared/offline/queue'
import type { Answer } from '@/features/quizzes/types'

export type Practice = AnswerOf<'/api/v1/practice/today', 'get'>
export type PracticeQuestion = Practice['questions'][number]
export type Judging = PracticeQuestion['judging']
export type Difference = AnswerOf<'/api/v1/practice/differences', 'get'>['items'][number]

export const COMMAND_KIND = 'practice'

export interface Asked {
  /** '' is every topic. */
  readonly topic: string
  /** The day's few are done, and the person would like as many again. */
  readonly more: boolean
}

export function fetchToday({ topic, more }: Asked): Promise<Practice> {
  return api.get('/api/v1/practice/today', { query: { ...(topic === '' ? {} : { topic }), more } })
}

export function fetchPack(): Promise<Practice> {
  return api.get('/api/v1/practice/pack')
}

export async function fetchDifferences(): Promise<readonly Difference[]> {
  return (await api.get('/api/v1/practice/differences')).items
}

export interface ArticleChange {
  /** `<title>#<number>` */
  readonly article: string
  readonly effective_on: string
  readonly note: string
}

/** Takes the questions of an article out of use; sent again under the same id it is one change. */
export function changeArticle(change: ArticleChange, idempotencyKey: string): Promise<AnswerOf<'/api/v1/practice/article-changes', 'post'>> {
  return api.post('/api/v1/practice/article-changes', { body: change, idempotencyKey })
}

/**
 * Keeps an answer (null: "I do not know") on this device until the server has it; resolves to its id when it is kept.
 * Rejects with `storage_unavailable`.
 */
export async function keepReview(question: PracticeQuestion, answer: Answer | null, day: string, about: string): Promise<string> {
  const id = newCommandId()
  const review = { id, question_id: question.question_id, version: question.version, answer, answered_on: day }
  await submit({
    id,
    kind: COMMAND_KIND,
    method: 'post',
    path: '/api/v1/practice/reviews',
    body: { reviews: [review] },
    subject: question.question_id,
    about,
    look: '/learn/practice',
  })
  return id
}
