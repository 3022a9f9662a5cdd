import { fillCache } from './precache'

/** Waits for the person's consent to take over (message.ts): a form being filled is never thrown away. */
export function onInstall(event: ExtendableEvent): void {
  event.waitUntil(fillCache())
}
