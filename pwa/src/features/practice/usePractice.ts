/** A round of practice: the questions in their turn, one answer after the other, with or without a network. */
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'

import { judge, verdictOf } from './judge'
import { dayOf, leftOf } from './pack'
import { keepPack, noteDone, readPack } from './packStore'
import { fetchPack, fetchToday, keepReview, type Asked, type Practice, type PracticeQuestion } from './practice.api'
import { wordsOf } from '@/features/quizzes/answers'
import type { Answer, Verdict } from '@/features/quizzes/types'
import { whenQuiet } from '@/shared/api/client'
import { ApiError } from '@/shared/api/errors'
import { flush, pending } from '@/shared/offline/queue'

export interface PracticeRound {
  /** What this round holds; null while it is fetched. */
  readonly questions: Readonly<ShallowRef<readonly PracticeQuestion[] | null>>
  readonly topics: Readonly<ShallowRef<Practice['topics']>>
  /** The question that is asked; undefined at the end of the round. */
  readonly current: ComputedRef<PracticeQuestion | undefined>
  readonly position: Readonly<Ref<number>>
  /** Whether the day's few are done, and not only this round. */
  readonly dayIsDone: Readonly<Ref<boolean>>
  readonly answer: ShallowRef<Answer | null>
  /** What became of the answer; null while it is not given. */
  readonly verdict: Readonly<ShallowRef<Verdict | null>>
  /** Whether the round comes from what is kept on this device. */
  readonly kept: Readonly<Ref<boolean>>
  readonly error: Readonly<ShallowRef<unknown>>
  load: (asked: Asked) => Promise<void>
  /** Takes up a round of other questions, one about what changed in the law. */
  take: (questions: readonly PracticeQuestion[]) => void
  /** Judges what was answered, keeps it, and shows what is right; null is "I do not know". */
  give: (answer: Answer | null) => Promise<void>
  next: () => void
}

export function usePractice(): PracticeRound {
  const questions = shallowRef<readonly PracticeQuestion[] | null>(null)
  const topics = shallowRef<Practice['topics']>([])
  const position = ref(0)
  const dayIsDone = ref(false)
  const answer = shallowRef<Answer | null>(null)
  const verdict = shallowRef<Verdict | null>(null)
  const kept = ref(false)
  const error = shallowRef<unknown>(null)
  const current = computed(() => questions.value?.[position.value])

  function take(found: readonly PracticeQuestion[]): void {
    questions.value = found
    position.value = 0
    answer.value = null
    verdict.value = null
  }

  async function load(asked: Asked): Promise<void> {
    questions.value = null
    error.value = null
    try {
      const today = await fetchWhole(asked)
      kept.value = false
      topics.value = today.topics
      dayIsDone.value = today.left === 0
      take(today.questions)
      void renewPack()
    } catch (caught) {
      const found = isUnanswered(caught) ? await readPack() : null
      if (found === null) {
        error.value = caught
        return
      }
      kept.value = true
      topics.value = found.pack.topics
      const left = leftOf(found.pack, found.done, dayOf(new Date()), asked)
      dayIsDone.value = left.length === 0 && found.done.length > 0
      take(left)
    }
  }

  async function give(given: Answer | null): Promise<void> {
    const question = current.value
    if (question === undefined || verdict.value !== null) return
    answer.value = given
    const found = verdictOf(judge(question.question, question.told, question.judging, given))
    verdict.value = found
    const day = dayOf(new Date())
    try {
      const id = await keepReview(question, given, day, wordsOf(question.question.stem_html).slice(0, 40))
      await noteDone({ id, questionId: question.question_id, day, verdict: found })
    } catch (caught) {
      // It is still learned, though this device keeps nothing of it.
      error.value = caught
    }
  }

  function next(): void {
    position.value += 1
    answer.value = null
    verdict.value = null
  }

  return { questions, topics, current, position, dayIsDone, answer, verdict, kept, error, load, take, give, next }
}

/** What waits to be sent goes first: the server chooses by what it knows. */
async function fetchWhole(asked: Asked): Promise<Practice> {
  if ([...pending.values()].some((command) => command.kind === 'practice')) await flush()
  return fetchToday(asked)
}

/** Brings what is kept for days without a network up to date; when it cannot, the older pack stays. */
async function renewPack(): Promise<void> {
  try {
    await whenQuiet()
    await keepPack(await fetchPack(), (id) => pending.has(id))
  } catch {
    // No network, or a browser that keeps nothing.
  }
}

function isUnanswered(error: unknown): boolean {
  return error instanceof ApiError && (error.unanswered || error.status >= 500)
}
