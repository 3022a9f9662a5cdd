import { rememberAccount, rememberLocale } from './preferences'
import type { WorkerMessage } from './protocol'

declare const self: ServiceWorkerGlobalScope

export function onMessage(event: ExtendableMessageEvent): void {
  const message = event.data as WorkerMessage
  if (message.type === 'take-over') event.waitUntil(self.skipWaiting())
  else if (message.type === 'account') event.waitUntil(rememberAccount(message.account))
  else event.waitUntil(rememberLocale(message.locale))
}
