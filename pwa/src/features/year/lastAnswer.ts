/**
 * The own year as it was answered last, kept on this device for when there is no network. It is the person's own, under
 * their account alone, and goes at sign-out.
 */
import type { Year } from './year.api'
import { accountHere } from '@/shared/offline/account'
import { stored } from '@/shared/space'

const PREFIX = stored('zb.year.')

interface Kept {
  readonly at: string
  readonly year: Year
}

export interface LastAnswer {
  readonly at: Date
  readonly year: Year
}

export function keepAnswer(year: Year, now: Date = new Date()): void {
  const account = accountHere()
  if (account === null) return
  try {
    localStorage.setItem(keyOf(account, year.year), JSON.stringify({ at: now.toISOString(), year } satisfies Kept))
  } catch {
    // No room: the page works without it, as long as there is a network.
  }
}

export function lastAnswer(year: number): LastAnswer | null {
  const account = accountHere()
  try {
    const kept = account === null ? null : (JSON.parse(localStorage.getItem(keyOf(account, year)) ?? 'null') as Kept | null)
    return kept === null ? null : { at: new Date(kept.at), year: kept.year }
  } catch {
    return null
  }
}

function keyOf(account: string, year: number): string {
  return `${PREFIX}${account}.${String(year)}`
}
