/** Registers the service worker and says when a newer build waits to take over. */
import { readonly, shallowRef } from 'vue'

import type { OpenPathMessage, WorkerMessage } from '../../service-worker/protocol'
import { type Locale } from '@/shared/i18n'
import { tellWorker } from '@/shared/offline/worker'

const CHECK_EVERY_MS = 60 * 60 * 1000

const waiting = shallowRef<ServiceWorker | null>(null)
/** The worker of a newer build, installed and waiting for consent; null when there is none. */
export const waitingUpdate = readonly(waiting)

export async function registerServiceWorker(openPath: (path: string) => void): Promise<void> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  navigator.serviceWorker.addEventListener('message', (event: MessageEvent<OpenPathMessage>) => {
    openPath(event.data.path)
  })
  const registration = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' })
  noteWaiting(registration)
  registration.addEventListener('updatefound', () => {
    const installing = registration.installing
    installing?.addEventListener('statechange', () => {
      noteWaiting(registration)
    })
  })
  setInterval(() => void registration.update().catch(() => undefined), CHECK_EVERY_MS)
}

/** Lets the newer build take over; the page is loaded anew when it has. */
export function applyUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    window.location.reload()
  }, { once: true })
  post(waiting.value, { type: 'take-over' })
}

/** Notifications are written by the worker, so it must know the language. */
export async function tellWorkerLocale(locale: Locale): Promise<void> {
  await tellWorker({ type: 'locale', locale })
}

function noteWaiting(registration: ServiceWorkerRegistration): void {
  // Without a controller this is the first install: nothing older is shown, nothing to ask.
  if (registration.waiting !== null && navigator.serviceWorker.controller !== null) waiting.value = registration.waiting
}

function post(worker: ServiceWorker | null, message: WorkerMessage): void {
  worker?.postMessage(message)
}
