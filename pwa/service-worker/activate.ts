import { dropOldCaches } from './precache'

declare const self: ServiceWorkerGlobalScope

export function onActivate(event: ExtendableEvent): void {
  event.waitUntil(dropOldCaches().then(() => self.clients.claim()))
}
