/**
 * A ballot that is being filled in, in the memory of this tab alone: it outlives a look at another page, and is gone when the
 * app is closed or loaded anew, when somebody signs out, and when it was handed in. Nothing of it ever lies on the device.
 */
import { isFilled, type Sheet } from './ballot'
import { beforeForgetting } from '@/features/identity/forget'
import { accountHere } from '@/shared/offline/account'

export type Sheets = Record<string, Sheet>

let remembered: { readonly whose: string; readonly sheets: Sheets } | null = null

export function remember(round: string, sheets: Sheets): void {
  const begun = Object.values(sheets).some((sheet) => Object.values(sheet).some((said) => said !== ''))
  remembered = begun ? { whose: keyOf(round), sheets } : null
  if (begun) window.addEventListener('beforeunload', warn)
  else window.removeEventListener('beforeunload', warn)
}

export function recall(round: string): Sheets {
  return remembered?.whose === keyOf(round) ? remembered.sheets : {}
}

export function forgetBallot(): void {
  remembered = null
  window.removeEventListener('beforeunload', warn)
}

/** The person of whom nothing, or not all, was said yet: the first one in this order. */
export function firstUnfilled(order: readonly string[], sheets: Sheets): string | null {
  return order.find((person) => sheets[person] === undefined || !isFilled(sheets[person])) ?? null
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault()
}

function keyOf(round: string): string {
  return `${accountHere() ?? ''}.${round}`
}

beforeForgetting(() => {
  forgetBallot()
  return Promise.resolve()
})
