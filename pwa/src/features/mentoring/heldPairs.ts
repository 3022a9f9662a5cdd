/**
 * Pairs on their way. For a few seconds a pair can be taken back on this device; then, or when the page is left,
 * it is handed to the offline queue, which sends it until it is answered. Only the server makes a pair.
 */
import { computed, shallowReactive } from 'vue'

import type { Person, Rule } from './mentoring.api'
import { newCommandId } from '@/shared/api/client'
import type { ApiError } from '@/shared/api/errors'
import { t } from '@/shared/i18n'
import { acknowledge, handOverBeforeLeaving, pending, submit, whenAnswered } from '@/shared/offline/queue'

export const UNDO_MS = 6_000
const KIND = 'mentoring_pair'

export interface HeldPair {
  readonly mentee: Person
  readonly mentor: Person
  readonly setAside: readonly Rule[]
  /** `held` can be taken back, `sending` no more, `sent` both were asked. */
  readonly state: 'held' | 'sending' | 'sent'
}

interface Held extends HeldPair {
  /** Whether the list of who waits was loaded since the pair was made, so that it counts the place itself. */
  readonly listed: boolean
  readonly commandId: string
  readonly timer: ReturnType<typeof setTimeout>
}

const held = shallowReactive(new Map<string, Held>())

/** By mentee, the latest first. */
export const heldPairs = computed<readonly HeldPair[]>(() => [...held.values()].reverse())

/** Whether a mentee was just paired here, or is being paired by what was stored before. */
export function isPairedHere(menteeId: string): boolean {
  return held.has(menteeId) || [...pending.values()].some((command) => command.kind === KIND && command.subject === menteeId)
}

/** The pairs that the list of who waits does not know of yet. */
const unlisted = computed(() => [...held.values()].filter((pair) => !pair.listed))
export const unlistedCount = computed(() => unlisted.value.length)

/** How many places of a mentor are spoken for here and still free in the list. */
export function placesHeld(mentorId: string): number {
  return unlisted.value.filter((pair) => pair.mentor.account_id === mentorId).length
}

/** Takes a pair, to be sent in a few seconds. */
export function holdPair(mentee: Person, mentor: Person, setAside: readonly Rule[] = []): void {
  if (isPairedHere(mentee.account_id)) return
  const timer = setTimeout(() => void handOver(mentee.account_id), UNDO_MS)
  held.set(mentee.account_id, { mentee, mentor, setAside, state: 'held', listed: false, commandId: newCommandId(), timer })
}

/** Takes a pair back; false when it is too late. */
export function undoPair(menteeId: string): boolean {
  const pair = held.get(menteeId)
  if (pair?.state !== 'held') return false
  clearTimeout(pair.timer)
  return held.delete(menteeId)
}

/**
 * Calls back for each pair that was answered: `made` loads the list anew, a refused one is forgotten here and told
 * once. Returns its undo.
 */
export function whenPaired(made: () => Promise<void>, refused: (menteeId: string, error: ApiError) => void): () => void {
  return whenAnswered(KIND, (command, answer) => {
    const pair = held.get(command.subject)
    if (answer.state === 'done') {
      if (pair !== undefined) held.set(command.subject, { ...pair, state: 'sent' })
      void made().then(() => {
        noteListed(command.subject)
      })
      return
    }
    held.delete(command.subject)
    void acknowledge(command.id)
    refused(command.subject, answer.error)
  })
}

function noteListed(menteeId: string): void {
  const pair = held.get(menteeId)
  if (pair?.state === 'sent') held.set(menteeId, { ...pair, listed: true })
}

/** Forgets what was sent; what is on its way goes on. */
export function forgetSent(): void {
  for (const [menteeId, pair] of held) if (pair.state === 'sent') held.delete(menteeId)
}

/** Hands over at once what could still be taken back. `leaving`: the page may be gone in a moment. */
export async function flushPairs({ leaving = false } = {}): Promise<void> {
  await Promise.all([...held.keys()].map((menteeId) => handOver(menteeId, leaving)))
}

async function handOver(menteeId: string, leaving = false): Promise<void> {
  const pair = held.get(menteeId)
  if (pair?.state !== 'held') return
  clearTimeout(pair.timer)
  held.set(menteeId, { ...pair, state: 'sending' })
  const { mentee, mentor } = pair
  const body = { mentee_id: mentee.account_id, mentor_id: mentor.account_id, set_aside: pair.setAside }
  const about = t('mentoring.held', { mentee: mentee.name, mentor: mentor.name })
  const command = { id: pair.commandId, kind: KIND, method: 'post', path: '/api/v1/mentoring/pairs', subject: menteeId, about, look: '/training/mentoring', body } as const
  try {
    await submit(command, { leaving })
  } catch {
    held.delete(menteeId)
  }
}

handOverBeforeLeaving(() => flushPairs())
window.addEventListener('pagehide', () => void flushPairs({ leaving: true }))
