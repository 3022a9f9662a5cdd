/** This device's own subscription to push messages. What the server keeps of it is the caller's to send. */

/** What asking the browser can end in; only `subscribed` carries keys. */
export type PushOutcome =
  | { readonly state: 'subscribed'; readonly subscription: PushKeys }
  | { readonly state: 'not-subscribed' }
  | { readonly state: 'unsupported' }
  | { readonly state: 'denied' }
  /** The browser's push service did not answer: in mainland China this is Chrome's usual case. */
  | { readonly state: 'unreachable' }

export interface PushKeys {
  readonly endpoint: string
  readonly keys: { readonly p256dh: string; readonly auth: string }
}

const PATIENCE_MS = 15_000
/** A worker that is not there after this time is not coming (private windows of some browsers have none). */
const WORKER_PATIENCE_MS = 5_000

export function isPushSupported(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window
}

export async function currentSubscription(): Promise<PushOutcome> {
  if (!isPushSupported()) return { state: 'unsupported' }
  if (Notification.permission === 'denied') return { state: 'denied' }
  const registration = await worker()
  if (registration === null) return { state: 'unsupported' }
  const existing = await registration.pushManager.getSubscription()
  return existing === null ? { state: 'not-subscribed' } : { state: 'subscribed', subscription: keysOf(existing) }
}

/** Asks for permission and subscribes; call it from a tap, browsers refuse otherwise. */
export async function subscribePush(publicKey: string): Promise<PushOutcome> {
  if (!isPushSupported()) return { state: 'unsupported' }
  if ((await Notification.requestPermission()) !== 'granted') return { state: 'denied' }
  const registration = await worker()
  if (registration === null) return { state: 'unsupported' }
  const asked = registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
  const answer = await Promise.race([asked.catch(() => null), patience()])
  return answer === null ? { state: 'unreachable' } : { state: 'subscribed', subscription: keysOf(answer) }
}

/** Ends this device's subscription; answers its endpoint, null when there was none. */
export async function unsubscribePush(): Promise<string | null> {
  if (!isPushSupported()) return null
  const registration = await navigator.serviceWorker.getRegistration()
  const existing = await registration?.pushManager.getSubscription()
  if (existing === null || existing === undefined) return null
  await existing.unsubscribe()
  return existing.endpoint
}

function keysOf(subscription: PushSubscription): PushKeys {
  const { keys } = subscription.toJSON()
  return { endpoint: subscription.endpoint, keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' } }
}

function worker(): Promise<ServiceWorkerRegistration | null> {
  return Promise.race([navigator.serviceWorker.ready, patience(WORKER_PATIENCE_MS)])
}

function patience(milliseconds: number = PATIENCE_MS): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, null))
}
