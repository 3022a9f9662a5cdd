/**
 * Decisions on their way. For four seconds a decision can be taken back on this device; then, or when the page
 * is left, it is handed to the offline queue, which stores it and sends it until it is answered, under one
 * command id: however often it is sent, it is one decision.
 */
import { computed, shallowReactive, type ComputedRef } from 'vue'

import { kindName } from './display'
import type { TaskView, Verdict } from './types'
import { beforeForgetting } from '@/features/identity/forget'
import { addressOf, newCommandId, type AnswerOf } from '@/shared/api/client'
import type { ApiError } from '@/shared/api/errors'
import { t, tDynamic } from '@/shared/i18n'
import { acknowledge, handOverBeforeLeaving, pending, submit, unanswered, unseenRefusals, whenAnswered, type NewCommand } from '@/shared/offline/queue'

export const UNDO_MS = 4_000
const KIND = 'decision'

export interface NewDecision {
  readonly taskId: string
  readonly verdict: Verdict
  readonly opinion: string
  readonly returnedFields?: readonly string[]
  /** What the person saw when deciding. */
  readonly seen: TaskView
}

export interface RefusedDecision {
  readonly error: ApiError
  /** What the person saw when deciding; null when the app was closed since. */
  readonly seen: TaskView | null
}

export type DecisionAnswer = AnswerOf<'/api/v1/approvals/tasks/{task_id}/decision', 'post'>

interface Held {
  readonly decision: NewDecision
  readonly commandId: string
  readonly claimedAt: string
  readonly timer: ReturnType<typeof setTimeout>
}

/** Can still be undone, by task id. */
const held = shallowReactive(new Map<string, Held>())
/** By command id: forms are never stored on the device, so a restart forgets them. */
const seenForms = new Map<string, TaskView>()
const failListeners = new Set<(taskId: string, error: ApiError) => void>()

/** How many decisions were sent and had no answer. */
export const unansweredDecisions: ComputedRef<number> = computed(() => [...unanswered.keys()].filter((id) => pending.get(id)?.kind === KIND).length)

/** Whether a task counts as decided on this device. */
export function isOnItsWay(taskId: string): boolean {
  return held.has(taskId) || [...pending.values()].some((command) => command.kind === KIND && command.subject === taskId)
}

/** Why the decision on a task was refused, until the person has read it; null when it was not. */
export function refusedDecision(taskId: string): RefusedDecision | null {
  const refusal = [...unseenRefusals.values()].filter(({ command }) => command.kind === KIND && command.subject === taskId).at(-1)
  return refusal === undefined ? null : { error: refusal.error, seen: seenForms.get(refusal.command.id) ?? null }
}

/** Calls back for each answered decision, and for one that could not be stored; returns its undo. */
export function whenDecided(done: (taskId: string, answer: DecisionAnswer) => void, failed: (taskId: string, error: ApiError) => void): () => void {
  failListeners.add(failed)
  const stop = whenAnswered(KIND, (command, answer) => {
    if (answer.state === 'done') done(command.subject, answer.body as DecisionAnswer)
    else failed(command.subject, answer.error)
  })
  return () => {
    failListeners.delete(failed)
    stop()
  }
}

/** Takes a decision, to be sent in four seconds. A second tap on the same task changes nothing. */
export function decide(decision: NewDecision): void {
  const { taskId } = decision
  if (isOnItsWay(taskId)) return
  void flushDecisions()
  dropRefusal(taskId)
  const timer = setTimeout(() => void handOver(taskId), UNDO_MS)
  held.set(taskId, { decision, commandId: newCommandId(), claimedAt: new Date().toISOString(), timer })
}

/** Takes a decision back; false when it is too late. */
export function undoDecision(taskId: string): boolean {
  clearTimeout(held.get(taskId)?.timer)
  return held.delete(taskId)
}

/** Hands over at once what could still be undone. `leaving`: the page may be gone in a moment. */
export async function flushDecisions({ leaving = false } = {}): Promise<void> {
  await Promise.all([...held.keys()].map((taskId) => handOver(taskId, leaving)))
}

/** Forgets a refusal that the person has read. */
export function dropRefusal(taskId: string): void {
  for (const { command } of unseenRefusals.values()) {
    if (command.kind === KIND && command.subject === taskId) void acknowledge(command.id)
  }
}

async function handOver(taskId: string, leaving = false): Promise<void> {
  const one = held.get(taskId)
  if (one === undefined) return
  clearTimeout(one.timer)
  seenForms.set(one.commandId, one.decision.seen)
  const stored = submit(commandOf(one), { leaving })
  held.delete(taskId)
  try {
    await stored
  } catch (error) {
    for (const listener of failListeners) listener(taskId, error as ApiError)
  }
}

function commandOf({ decision, commandId, claimedAt }: Held): NewCommand {
  const { taskId, verdict, opinion, seen, returnedFields } = decision
  return {
    id: commandId,
    kind: KIND,
    method: 'post',
    path: addressOf('/api/v1/approvals/tasks/{task_id}/decision', { path: { task_id: taskId } }),
    subject: taskId,
    madeAt: claimedAt,
    look: `/tasks/${taskId}`,
    about: t('approvals.aboutDecision', { verdict: tDynamic('verdicts', verdict) ?? verdict, kind: kindName(seen.task.kind), unit: seen.matter.unit.name }),
    body: {
      verdict,
      opinion,
      form_revision: seen.form_revision,
      view_digest: seen.view_digest,
      claimed_at: claimedAt,
      ...(returnedFields === undefined ? {} : { returned_fields: [...returnedFields] }),
    },
  }
}

handOverBeforeLeaving(() => flushDecisions())
beforeForgetting(() => {
  seenForms.clear()
  return Promise.resolve()
})

window.addEventListener('pagehide', () => void flushDecisions({ leaving: true }))
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') void flushDecisions({ leaving: true })
})
