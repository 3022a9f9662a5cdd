/**
 * One open paper. What the person answers is shown at once, stored on the device and sent by the offline queue; the
 * server's answer says what it keeps. An answer carries a number that only grows, over all devices: a late arrival
 * never replaces what was given after it.
 */
import { computed, onScopeDispose, shallowReactive, watch } from 'vue'

import { isAnswered } from './answers'
import { answerPath, fetchPaper, finishAttempt } from './quizzes.api'
import type { Answer, Paper, PaperItem, Result, Saved } from './types'
import { ApiError } from '@/shared/api/errors'
import { useResource } from '@/shared/api/useResource'
import { acknowledge, flush, pending, submit, unseenRefusals, whenAnswered, type Command } from '@/shared/offline/queue'

const KIND = 'answer'
/** How long a finish waits for answers that are on their way. */
const LAST_ANSWERS_MS = 8_000

interface Given {
  readonly answer: Answer | null
  readonly seq: number
}

export function usePaper(attemptId: string) {
  // Read anew on coming back: another device may have gone on, and a clock may stand still while the phone sleeps.
  const resource = useResource<Paper>((signal) => fetchPaper(attemptId, signal), { topics: [] })
  const paper = resource.data
  /** By position: what the person gave last, on this device or another. */
  const given = shallowReactive(new Map<number, Given>())
  const refused = shallowReactive(new Map<number, ApiError>())

  const unsent = computed(() => new Set([...pending.values()].filter(isMine).map((command) => positionOf(command))))
  const answered = computed(() => new Set((paper.value?.items ?? []).filter((item) => isAnswered(item.question, answerTo(item))).map((item) => item.position)))

  watch(paper, (now) => {
    for (const item of now?.items ?? []) keep(item.position, { answer: item.answer, seq: item.seq })
    // After a reload: what this device still has to send is what the person sees.
    for (const command of pending.values()) if (isMine(command)) keep(positionOf(command), command.body as Given)
  })
  watch(pending, () => {
    for (const command of pending.values()) if (isMine(command)) keep(positionOf(command), command.body as Given)
  })

  const undo = whenAnswered(KIND, (command, answer) => {
    if (!isMine(command)) return
    const position = positionOf(command)
    if (answer.state === 'done') {
      const saved = answer.body as Saved
      refused.delete(position)
      keep(position, saved)
      return
    }
    refused.set(position, answer.error)
    forgetRefusals()
    void resource.reload()
  })
  onScopeDispose(undo)
  forgetRefusals()

  function isMine(command: Command): boolean {
    return command.kind === KIND && command.path.startsWith(answerPath(attemptId, 0).slice(0, -1))
  }

  function positionOf(command: Command): number {
    return Number(command.path.slice(command.path.lastIndexOf('/') + 1))
  }

  function keep(position: number, fresh: Given): void {
    const before = given.get(position)
    if (before === undefined || fresh.seq >= before.seq) given.set(position, { answer: fresh.answer, seq: fresh.seq })
  }

  /** This page shows the person what became of an answer; the list of refusals need not. */
  function forgetRefusals(): void {
    for (const { command } of unseenRefusals.values()) if (isMine(command)) void acknowledge(command.id)
  }

  function answerTo(item: PaperItem): Answer | null {
    return given.get(item.position)?.answer ?? null
  }

  /** Rejects with `storage_unavailable` where the device can keep nothing. */
  async function give(item: PaperItem, answer: Answer | null): Promise<void> {
    const seq = Math.max(Date.now(), (given.get(item.position)?.seq ?? 0) + 1)
    refused.delete(item.position)
    given.set(item.position, { answer, seq })
    await submit({
      kind: KIND,
      method: 'put',
      path: answerPath(attemptId, item.position),
      body: { answer, seq },
      subject: `${attemptId}/${String(item.position)}`,
      about: paper.value?.title ?? '',
      look: `/learn/attempts/${attemptId}`,
    })
  }

  /** Sends what is unsent, then hands the paper in. Rejects with an ApiError while answers cannot be sent. */
  async function finish(): Promise<Result> {
    const patience = Date.now() + LAST_ANSWERS_MS
    while (unsent.value.size > 0 && Date.now() < patience) {
      await flush()
      if (unsent.value.size > 0) await new Promise((done) => setTimeout(done, 500))
    }
    if (unsent.value.size > 0) throw new ApiError('network_unreachable', 0)
    const result = await finishAttempt(attemptId)
    await resource.reload()
    return result
  }

  return { resource, paper, answered, unsent, refused, answerTo, give, finish }
}
