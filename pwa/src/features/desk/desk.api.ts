/** The question desk's answers, and what a question can be about. */
import type { AnswerOf } from '@/shared/api/client'

export type QuestionLine = AnswerOf<'/api/v1/desk/questions', 'get'>['items'][number]
export type Question = AnswerOf<'/api/v1/desk/questions/{question_id}', 'get'>
export type EntryLine = AnswerOf<'/api/v1/desk/faq', 'get'>['items'][number]
export type Entry = AnswerOf<'/api/v1/desk/faq/{entry_id}', 'get'>

/** A lesson's id, a form's kind or a refusal's code; `title` is for the person alone and is not sent. */
export interface About {
  readonly kind: 'lesson' | 'form' | 'refusal' | 'none'
  readonly id?: string | null
  readonly title?: string | null
}
