/**
 * Decisions on their way. For four seconds a decision can be taken back on this device; then, or when the
 * page is left, it is sent. It keeps one command id for its whole life, so that sending it again after a lost
 * answer is still one decision. In memory only: what was never sent is simply not decided.
 */
import { readonly, shallowReactive } from 'vue'

import type { TaskView, Verdict } from './types'
import { beforeForgetting } from '@/features/identity/forget'
import { api, newCommandId, type AnswerOf } from '@/shared/api/client'
import { ApiError } from '@/shared/api/errors'

export const UNDO_MS = 4_000

export interface NewDecision {
  readonly taskId: string
  readonly verdict: Verdict
  readonly opinion: string
  readonly returnedFields?: readonly string[]
  /** What the person saw when deciding. */
  readonly seen: TaskView
}

export type DecisionAnswer = AnswerOf<'/api/v1/approvals/tasks/{task_id}/decision', 'post'>

export interface Decision extends NewDecision {
  readonly commandId: string
  readonly claimedAt: string
  /** `waiting`: can be undone. `unanswered`: sent, no answer came; to be sent again. `refused`: see `error`. */
  readonly state: 'waiting' | 'sending' | 'unanswered' | 'refused'
  readonly error: ApiError | null
}

const decisions = shallowReactive(new Map<string, Decision>())
const timers = new Map<string, ReturnType<typeof setTimeout>>()
const doneListeners = new Set<(decision: Decision, answer: DecisionAnswer) => void>()
const failListeners = new Set<(decision: Decision) => void>()

/** By task id; a decision leaves when it is done, undone, or its refusal was read. */
export const pendingDecisions = readonly(decisions) as ReadonlyMap<string, Decision>

/** Whether a task counts as decided on this device. */
export function isOnItsWay(taskId: string): boolean {
  const state = decisions.get(taskId)?.state
  return state !== undefined && state !== 'refused'
}

/** Calls back for each answered decision; returns its undo. */
export function whenDecided(done: (decision: Decision, answer: DecisionAnswer) => void, failed: (decision: Decision) => void): () => void {
  doneListeners.add(done)
  failListeners.add(failed)
  return () => {
    doneListeners.delete(done)
    failListeners.delete(failed)
  }
}

/** Takes a decision, to be sent in four seconds. A second tap on the same task changes nothing. */
export function decide(decision: NewDecision): void {
  if (isOnItsWay(decision.taskId)) return
  void flushDecisions()
  decisions.set(decision.taskId, { ...decision, commandId: newCommandId(), claimedAt: new Date().toISOString(), state: 'waiting', error: null })
  timers.set(decision.taskId, setTimeout(() => void send(decision.taskId), UNDO_MS))
}

/** Takes a decision back; false when it is too late. */
export function undoDecision(taskId: string): boolean {
  if (decisions.get(taskId)?.state !== 'waiting') return false
  stopTimer(taskId)
  decisions.delete(taskId)
  return true
}

/** Sends at once what still waits; called when the page is left. */
export async function flushDecisions(): Promise<void> {
  const waiting = [...decisions.values()].filter((decision) => decision.state === 'waiting')
  await Promise.all(waiting.map((decision) => send(decision.taskId)))
}

/** Sends again, under the same command ids, what had no answer. */
export function retryDecisions(): void {
  for (const [taskId, decision] of decisions) {
    if (decision.state === 'unanswered') void send(taskId)
  }
}

/** Forgets a refusal that the person has read. */
export function dropRefusal(taskId: string): void {
  if (decisions.get(taskId)?.state === 'refused') decisions.delete(taskId)
}

async function send(taskId: string): Promise<void> {
  stopTimer(taskId)
  const decision = decisions.get(taskId)
  if (decision === undefined || decision.state === 'sending') return
  decisions.set(taskId, { ...decision, state: 'sending' })
  try {
    const answer = await post(decision)
    decisions.delete(taskId)
    for (const listener of doneListeners) listener(decision, answer)
  } catch (caught) {
    const error = caught instanceof ApiError ? caught : new ApiError('unknown', 0)
    const failed: Decision = { ...decision, state: mayRepeat(error) ? 'unanswered' : 'refused', error }
    decisions.set(taskId, failed)
    for (const listener of failListeners) listener(failed)
  }
}

/** No answer, or one that says nothing about the decision itself. */
function mayRepeat(error: ApiError): boolean {
  return error.unanswered || error.status >= 500 || error.status === 429 || error.status === 401
}

function post(decision: Decision): Promise<DecisionAnswer> {
  return api.post('/api/v1/approvals/tasks/{task_id}/decision', {
    path: { task_id: decision.taskId },
    idempotencyKey: decision.commandId,
    // The request outlives the page that sends it while closing.
    keepalive: true,
    body: {
      verdict: decision.verdict,
      opinion: decision.opinion,
      form_revision: decision.seen.form_revision,
      view_digest: decision.seen.view_digest,
      claimed_at: decision.claimedAt,
      ...(decision.returnedFields === undefined ? {} : { returned_fields: [...decision.returnedFields] }),
    },
  })
}

function stopTimer(taskId: string): void {
  clearTimeout(timers.get(taskId))
  timers.delete(taskId)
}

// Signing out: what waits was decided, so it is sent; then nothing of the person stays.
beforeForgetting(async () => {
  await flushDecisions()
  decisions.clear()
})

window.addEventListener('pagehide', () => void flushDecisions())
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') void flushDecisions()
})
window.addEventListener('online', retryDecisions)
