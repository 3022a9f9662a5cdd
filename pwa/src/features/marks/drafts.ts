/**
 * What is being written and was not handed in yet, on this device alone, under the account that writes it. Signing out
 * removes it. A ballot is never kept.
 */
import type { Points } from './marks.api'
import { accountHere } from '@/shared/offline/account'
import { stored } from '@/shared/space'

const PREFIX = stored('zb.draft.marks.')

export interface SummaryDraft {
  readonly round: string
  readonly title: string
  readonly until: string
  readonly seen: number
  readonly text: string
}

export interface MarkDraft {
  readonly name: string
  readonly unit: string
  readonly until: string
  readonly seen: number
  readonly points: Points
  readonly comment: string
}

export function saveDraft(name: string, draft: SummaryDraft | MarkDraft): void {
  const key = keyOf(name)
  if (key === null) return
  try {
    localStorage.setItem(key, JSON.stringify(draft))
  } catch {
    // No room: what is typed stays on the screen only.
  }
}

export function readSummaryDraft(): SummaryDraft | null {
  const kept = read('summary')
  return kept !== null && typeof kept['text'] === 'string' && typeof kept['round'] === 'string' ? (kept as unknown as SummaryDraft) : null
}

export function readMarkDraft(name: string): MarkDraft | null {
  const kept = read(name)
  return kept !== null && typeof kept['comment'] === 'string' && typeof kept['points'] === 'object' && typeof kept['seen'] === 'number' ? (kept as unknown as MarkDraft) : null
}

export function dropDraft(name: string): void {
  const key = keyOf(name)
  if (key !== null) localStorage.removeItem(key)
}

function read(name: string): Readonly<Record<string, unknown>> | null {
  const key = keyOf(name)
  try {
    const kept: unknown = key === null ? null : JSON.parse(localStorage.getItem(key) ?? 'null')
    return typeof kept === 'object' ? (kept as Readonly<Record<string, unknown>> | null) : null
  } catch {
    return null
  }
}

function keyOf(name: string): string | null {
  const account = accountHere()
  return account === null ? null : `${PREFIX}${account}.${name}`
}
