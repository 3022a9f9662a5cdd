import { rememberedLocale } from './preferences'
import { APP_NAME, pushText } from './push-texts'

declare const self: ServiceWorkerGlobalScope

/** The decrypted payload: always of one length, without personal data. */
export interface PushPayload {
  readonly topic: string
  readonly noticeId: string
  readonly path: string
  /** What the server needs to know that the message was shown; null when it asked for no receipt. */
  readonly receipt: { readonly delivery_id: string; readonly token: string } | null
}

const FALLBACK: PushPayload = { topic: 'other', noticeId: 'other', path: '/me/notices', receipt: null }

/** Every push shows something: browsers revoke a subscription after a few silent ones. */
export function onPush(event: PushEvent): void {
  event.waitUntil(show(parsePayload(event.data)))
}

export function parsePayload(data: Pick<PushMessageData, 'json'> | null): PushPayload {
  let raw: unknown
  try {
    raw = data?.json()
  } catch {
    return FALLBACK
  }
  if (typeof raw !== 'object' || raw === null) return FALLBACK
  const fields = raw as Record<string, unknown>
  const text = (key: string): string | undefined => (typeof fields[key] === 'string' ? fields[key] : undefined)
  const path = text('u')
  const deliveryId = text('d')
  const token = text('k')
  return {
    topic: text('t') ?? FALLBACK.topic,
    noticeId: text('i') ?? FALLBACK.noticeId,
    path: path !== undefined && isOwnPath(path) ? path : FALLBACK.path,
    receipt: deliveryId !== undefined && token !== undefined ? { delivery_id: deliveryId, token } : null,
  }
}

/** A path of this app, never another site: `//host` and `/\host` would leave it. */
function isOwnPath(path: string): boolean {
  return /^\/(?![/\\])/.test(path)
}

async function show(payload: PushPayload): Promise<void> {
  const locale = await rememberedLocale()
  await self.registration.showNotification(APP_NAME[locale], {
    body: pushText(payload.topic, locale),
    // The same notice replaces itself when it is delivered twice.
    tag: payload.noticeId,
    lang: locale,
    icon: '/icons/icon-192.png',
    badge: '/icons/badge-96.png',
    data: { path: payload.path },
  })
  if (payload.receipt !== null) await sendReceipt(payload.receipt)
}

/** A lost receipt loses nothing but knowledge, so its failure is not an error. */
async function sendReceipt(receipt: NonNullable<PushPayload['receipt']>): Promise<void> {
  await fetch('/api/v1/push/receipts', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'zhangbian' },
    body: JSON.stringify(receipt),
    credentials: 'same-origin',
    keepalive: true,
  }).catch(() => undefined)
}
