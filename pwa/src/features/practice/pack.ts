/** What is left to practise of a pack that lies on the device. Pure: the same rule as the server's choice for a day. */
import type { Practice, PracticeQuestion } from './practice.api'
import type { Verdict } from '@/features/quizzes/types'

/** An answer that the pack knows nothing of yet; `id` is that of its command. */
export interface Done {
  readonly id: string
  readonly questionId: string
  readonly day: string
  readonly verdict: Verdict
}

/** So many questions a day. */
const A_DAY = 5

/** What of the day's few is left on `today` (`2026-06-16`), in the pack's order; `more`: as many again, due or not. */
export function leftOf(pack: Practice, done: readonly Done[], today: string, { topic, more }: { readonly topic: string; readonly more: boolean }): readonly PracticeQuestion[] {
  const left = pack.day === today ? pack.left : A_DAY
  const answered = new Set(done.filter((one) => one.day === today).map((one) => one.questionId))
  const open = pack.questions.filter((question) => (topic === '' || question.topic === topic) && !isBehind(question, done, today))
  if (more) return open.slice(0, A_DAY)
  return open.filter((question) => question.due_on === null || question.due_on <= today || done.some((one) => one.questionId === question.question_id)).slice(0, Math.max(0, left - answered.size))
}

/** Practised since the pack was made: what was right waits for the next pack, what was wrong comes back another day. */
function isBehind(question: PracticeQuestion, done: readonly Done[], today: string): boolean {
  return done.some((one) => one.questionId === question.question_id && (one.verdict === 'right' || one.day >= today))
}

/** The day in the office's time zone, as the server counts it. */
export function dayOf(moment: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(moment)
}
