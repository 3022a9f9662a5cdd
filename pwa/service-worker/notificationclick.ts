import type { OpenPathMessage } from './protocol'

declare const self: ServiceWorkerGlobalScope

export function onNotificationClick(event: NotificationEvent): void {
  event.notification.close()
  const data = event.notification.data as { readonly path?: string } | null
  event.waitUntil(open(data?.path ?? '/me/notices'))
}

async function open(path: string): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window' })
  const client = windows.find((candidate) => candidate.focused) ?? windows[0]
  if (client === undefined) {
    await self.clients.openWindow(path)
    return
  }
  await client.focus()
  const message: OpenPathMessage = { type: 'open-path', path }
  client.postMessage(message)
}
