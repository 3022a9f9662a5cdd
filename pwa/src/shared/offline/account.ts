/** Whose device this is now. One place in storage, read by every tab, so that no tab acts for who was here before. */
import { stored } from '@/shared/space'

const KEPT_KEY = stored('zb.signed-in')

/** The id of the account that is signed in on this device, or was when the server was last reached; null after signing out. */
export function accountHere(): string | null {
  return localStorage.getItem(KEPT_KEY)
}

export function noteAccount(id: string): void {
  localStorage.setItem(KEPT_KEY, id)
}

export function forgetAccount(): void {
  localStorage.removeItem(KEPT_KEY)
}
