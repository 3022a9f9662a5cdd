import type { WorkerMessage } from '../../../service-worker/protocol'

/** Says something to the service worker in charge; where there is none, nobody listens. */
export async function tellWorker(message: WorkerMessage): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  const registration = await navigator.serviceWorker.getRegistration()
  registration?.active?.postMessage(message)
}
