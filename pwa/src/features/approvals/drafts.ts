/**
 * Forms not yet filed, kept on this device so that they survive closing, a crash and the end of a session.
 * Nothing of a person goes in: those boxes are filled in again. Signing out removes all of it.
 */
import { stored } from '@/shared/space'

const PREFIX = stored('zb.draft.')
/** Parts of forms that never touch the storage. */
const PERSONAL = new Set(['person'])

interface Kept {
  readonly account: string
  readonly savedAt: string
  readonly form: Readonly<Record<string, unknown>>
}

export interface Draft {
  readonly savedAt: Date
  readonly form: Readonly<Record<string, unknown>>
}

export function saveDraft(account: string, kind: string, unitId: string, form: Readonly<Record<string, unknown>>, now: Date = new Date()): void {
  const kept: Kept = { account, savedAt: now.toISOString(), form: Object.fromEntries(Object.entries(form).filter(([name]) => !PERSONAL.has(name))) }
  localStorage.setItem(keyOf(kind, unitId), JSON.stringify(kept))
}

/** The draft of this account, or null; somebody else's is never shown. */
export function readDraft(account: string, kind: string, unitId: string): Draft | null {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(kind, unitId)) ?? 'null') as Kept | null
    if (kept === null || kept.account !== account || typeof kept.form !== 'object') return null
    return { savedAt: new Date(kept.savedAt), form: kept.form }
  } catch {
    return null
  }
}

export function dropDraft(kind: string, unitId: string): void {
  localStorage.removeItem(keyOf(kind, unitId))
}

function keyOf(kind: string, unitId: string): string {
  return `${PREFIX}${kind}.${unitId}`
}
