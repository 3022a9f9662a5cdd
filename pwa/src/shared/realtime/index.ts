/**
 * One live connection for the whole app. A signal says only that something changed; what it is, is then
 * asked for over the API, with its own permission. The library is fetched after the first paint.
 */
import type { Socket } from 'socket.io-client'

import { inSandbox } from '@/shared/space'

export interface Signal {
  readonly topic: string
  readonly id: string | null
  readonly count: number | null
}
export type Undo = () => void
type Listener = (signal: Signal) => void

const FIRST_DELAY_MS = 1_000
const LONGEST_DELAY_MS = 60_000
/** Half of each delay is chance, so that a restarted server is not met by everybody at once. */
const JITTER = 0.5

const listeners = new Map<string, Set<Listener>>()
const reconnectListeners = new Set<() => void>()
let socket: Socket | null = null
let wanted = false

/** Calls `listener` for each signal of the topic until the returned function is called. */
export function subscribe(topic: string, listener: Listener): Undo {
  const group = listeners.get(topic) ?? new Set()
  listeners.set(topic, group.add(listener))
  return () => {
    group.delete(listener)
  }
}

/** Calls `listener` when the connection came back: signals may have been missed meanwhile. */
export function whenReconnected(listener: () => void): Undo {
  reconnectListeners.add(listener)
  return () => {
    reconnectListeners.delete(listener)
  }
}

/** Tells every listener to look again: for the practice space, where nothing but the own acts changes anything. */
export function deliverAll(): void {
  for (const topic of listeners.keys()) deliver({ topic, id: null, count: null })
}

/** Opens the connection; called after sign-in. Calling it twice opens one. The practice space has none. */
export async function connect(): Promise<void> {
  if (inSandbox) return
  wanted = true
  if (socket !== null) return
  const { io } = await import('@/shared/live')
  if (!wanted || socket !== null) return
  socket = io({
    transports: ['websocket'],
    reconnectionDelay: FIRST_DELAY_MS,
    reconnectionDelayMax: LONGEST_DELAY_MS,
    randomizationFactor: JITTER,
  })
  socket.on('signal', (raw: unknown) => {
    deliver(parseSignal(raw))
  })
  socket.io.on('reconnect', () => {
    for (const listener of reconnectListeners) listener()
  })
}

/** Closes the connection; called on signing out. */
export function disconnect(): void {
  wanted = false
  socket?.disconnect()
  socket = null
}

export function parseSignal(raw: unknown): Signal {
  const fields = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {}
  return {
    topic: typeof fields['topic'] === 'string' ? fields['topic'] : '',
    id: typeof fields['id'] === 'string' ? fields['id'] : null,
    count: typeof fields['count'] === 'number' ? fields['count'] : null,
  }
}

function deliver(signal: Signal): void {
  for (const listener of listeners.get(signal.topic) ?? []) listener(signal)
}
