/**
 * The one queue of what was done on this device and the server has not yet answered. A command is stored before
 * it is sent, keeps its id for its whole life, leaves only by an answer about itself, and is sent by one tab at
 * a time in the order of its subject. A refusal stays until the person has read it, also over a restart.
 */
import { readonly, shallowReactive, shallowRef, watch } from 'vue'

import { accountHere } from './account'
import { dataOf, errorOf, isFinal, stopsAll, type Command, type Final, type NewCommand, type News, type Refusal } from './commands'
import { connection } from './connection'
import type { QueueStore } from './queueStore'
import { Retry } from './retry'
import { inTurn } from './turn'
import { newCommandId, sendCommand, whenQuiet } from '@/shared/api/client'
import { ApiError } from '@/shared/api/errors'
import { stored } from '@/shared/space'

export type { Command, Final, NewCommand, Refusal } from './commands'

const PREFIX = stored('zb-queue-')
const ANSWERS_SHOWN = 20

type Listener = (command: Command, answer: Final) => void
interface Opened {
  readonly account: string
  readonly store: Promise<QueueStore>
  readonly channel: BroadcastChannel | null
}

const waiting = shallowReactive(new Map<string, Command>())
const reasons = shallowReactive(new Map<string, ApiError>())
const refusals = shallowReactive(new Map<string, Refusal>())
const answers = shallowReactive<{ readonly command: Command; readonly answer: Final }[]>([])
const ready = shallowRef(false)
const listeners = new Map<string, Set<Listener>>()
const holders = new Set<() => Promise<void>>()
/** Sent while their page was being left, without a turn. */
const sentAlone = new Set<string>()
/** Not yet in the store, and gone from it: what a reading of the store that began earlier must not undo. */
const storing = new Set<string>()
const settled = new Set<string>()
const acknowledged = new Set<string>()

/** By id, in the order in which they were made. */
export const pending = readonly(waiting) as ReadonlyMap<string, Command>
/** By command id: why the latest attempt had no answer. */
export const unanswered = readonly(reasons) as ReadonlyMap<string, ApiError>
/** By command id, until acknowledged. */
export const unseenRefusals = readonly(refusals) as ReadonlyMap<string, Refusal>
/** What was answered since the app was opened, newest first. */
export const recentAnswers = readonly(answers) as readonly { readonly command: Command; readonly answer: Final }[]

/** Whether what lies on the device has been read; before that nothing can be said about it. */
export const queueReady = readonly(ready)

let opened: Opened | null = null
let running: Promise<void> | null = null
let wanted = false
const retry = new Retry(() => flush())

/** Opens the queue of whoever is signed in, and sends what it holds. */
export function openQueue(account: string): void {
  if (opened?.account === account) {
    void flush()
    return
  }
  closeQueue()
  const mine: Opened = { account, store: openStore(account), channel: openChannel(account) }
  opened = mine
  refresh(mine).then(flush).catch(() => {
    if (opened === mine) closeQueue()
  })
}

/** Lets go of the queue; what it holds stays on the device for its account. */
export function closeQueue(): void {
  if (opened === null) return
  opened.channel?.close()
  const { store } = opened
  // What is being sent now is still noted in it.
  void Promise.allSettled([running]).then(() => store).then((kept) => { kept.close() }, () => undefined)
  opened = null
  retry.stop()
  ready.value = false
  for (const memory of [waiting, reasons, refusals, sentAlone, storing, settled, acknowledged]) memory.clear()
  answers.length = 0
}

/** Whether a database of this name holds commands of somebody else, whose session only ran out. */
export function isQueueOfAnother(databaseName: string): boolean {
  return databaseName.startsWith(PREFIX) && databaseName !== `${PREFIX}${opened?.account ?? accountHere() ?? ''}`
}

/**
 * Stores a command and has it sent; resolves when it is stored, rejects with `storage_unavailable` when it cannot be.
 * `leaving`: the page is closing, so the request starts at once, beside the storing, and outlives the page.
 */
export async function submit(given: NewCommand, { leaving = false } = {}): Promise<Command> {
  const mine = opened
  if (mine === null) throw new ApiError('storage_unavailable', 0)
  const command: Command = {
    about: '',
    look: null,
    ...given,
    id: given.id ?? newCommandId(),
    madeAt: given.madeAt ?? new Date().toISOString(),
    // Plain JSON: what is stored, and byte for byte what is sent each time.
    body: JSON.parse(JSON.stringify(given.body ?? {})) as unknown,
  }
  waiting.set(command.id, command)
  storing.add(command.id)
  const stored = mine.store.then((store) => store.add(command))
  if (leaving) void sendWhileLeaving(mine, command)
  try {
    await stored
  } catch {
    waiting.delete(command.id)
    throw new ApiError('storage_unavailable', 0)
  } finally {
    storing.delete(command.id)
  }
  tell({ type: 'changed' })
  if (!leaving) void flush()
  return command
}

/** Calls back for each answer to a command of this kind, in every tab; returns its undo. */
export function whenAnswered(kind: string, listener: Listener): () => void {
  const group = listeners.get(kind) ?? new Set()
  listeners.set(kind, group.add(listener))
  return () => {
    group.delete(listener)
  }
}

/** For what holds an act back for a moment (so that it can be undone): called before anything is listed or wiped. */
export function handOverBeforeLeaving(act: () => Promise<void>): void {
  holders.add(act)
}

/** Has everything that is held back stored now. */
export async function gather(): Promise<void> {
  await Promise.all([...holders].map((act) => act()))
}

/** Sends what waits; resolves when each command was tried once. Never rejects. */
export function flush(): Promise<void> {
  wanted = true
  running ??= run().finally(() => {
    running = null
  })
  return running
}

/** Forgets a refusal that the person has read. */
export async function acknowledge(commandId: string): Promise<void> {
  acknowledged.add(commandId)
  refusals.delete(commandId)
  await (await opened?.store)?.dropRefusal(commandId)
  tell({ type: 'changed' })
}

/** Throws away what was never answered: the person's own decision, when signing out. */
export async function discardAll(): Promise<void> {
  await (await opened?.store)?.clear()
  for (const memory of [waiting, reasons, refusals]) memory.clear()
  tell({ type: 'changed' })
}

async function openStore(account: string): Promise<QueueStore> {
  // Its library is no part of the first screen, and what that screen asks for goes first.
  await whenQuiet()
  const { QueueStore: Store } = await import('@/shared/live')
  return Store.open(`${PREFIX}${account}`, () => {
    if (opened?.account === account) closeQueue()
  })
}

function openChannel(account: string): BroadcastChannel | null {
  if (typeof BroadcastChannel === 'undefined') return null
  const channel = new BroadcastChannel(`${PREFIX}${account}`)
  channel.onmessage = ({ data }: MessageEvent<News>) => {
    if (data.type === 'answered') announce(data.command, data.error === null ? { state: 'done', body: data.body } : { state: 'refused', error: errorOf(data.error) })
    if (opened !== null) void refresh(opened).catch(() => undefined)
  }
  return channel
}

function tell(news: News): void {
  opened?.channel?.postMessage(news)
}

/** Takes over from the store what other tabs, or an earlier life of this one, left in it. */
async function refresh(mine: Opened): Promise<void> {
  const store = await mine.store
  const known = [...waiting.keys()].filter((id) => !storing.has(id))
  const read = [...refusals.keys()]
  const [commands, refused] = await Promise.all([store.commands(), store.refusals()])
  // It was closed meanwhile, perhaps for another person.
  if (opened !== mine) return
  const kept = new Set([...commands.map((command) => command.id), ...refused.map((refusal) => refusal.command.id)])
  for (const id of known) if (!kept.has(id)) forget(id)
  for (const id of read) if (!kept.has(id)) refusals.delete(id)
  for (const command of commands) if (!settled.has(command.id)) waiting.set(command.id, command)
  for (const { command, error } of refused) {
    forget(command.id)
    if (!acknowledged.has(command.id)) refusals.set(command.id, { command, error: errorOf(error) })
  }
  ready.value = true
}

async function run(): Promise<void> {
  while (wanted && opened !== null) {
    wanted = false
    const mine = opened
    try {
      const store = await mine.store
      const had = await inTurn(`${PREFIX}${mine.account}`, store, (keep) => sendAll(mine, store, keep))
      if (!had) retry.later()
    } catch {
      // Its database was closed by another tab; or it failed, and may be well again later.
      if (opened === mine) retry.later()
    }
  }
  wanted = false
}

async function sendAll(mine: Opened, store: QueueStore, keep: () => Promise<boolean>): Promise<void> {
  await refresh(mine)
  const blocked = new Set<string>()
  for (const command of await store.commands()) {
    if (blocked.has(command.subject) || sentAlone.has(command.id)) continue
    // The cookie is the browser's: after somebody else signed in, nothing of this account is sent.
    if (opened !== mine || accountHere() !== mine.account || !(await keep())) return
    const reason = await send(mine, command, false)
    if (reason === null) continue
    blocked.add(command.subject)
    if (stopsAll(reason)) break
  }
  if (blocked.size > 0) retry.later()
  else retry.reset()
}

/** Sends one command; null when it is answered, else why it is not. */
async function send(mine: Opened, command: Command, keepalive: boolean): Promise<ApiError | null> {
  try {
    const body = await sendCommand(command.method, command.path, { body: command.body, idempotencyKey: command.id, keepalive })
    await settle(mine, command, { state: 'done', body })
    return null
  } catch (caught) {
    const error = caught instanceof ApiError ? caught : new ApiError('unknown', 0)
    if (isFinal(error)) {
      await settle(mine, command, { state: 'refused', error })
      return null
    }
    if (waiting.has(command.id)) reasons.set(command.id, error)
    return error
  }
}

async function sendWhileLeaving(mine: Opened, command: Command): Promise<void> {
  sentAlone.add(command.id)
  const reason = await send(mine, command, true)
  sentAlone.delete(command.id)
  if (reason !== null) retry.later()
}

async function settle(mine: Opened, command: Command, answer: Final): Promise<void> {
  const error = answer.state === 'refused' ? dataOf(answer.error) : null
  settled.add(command.id)
  await (await mine.store).settle(command.id, error === null ? null : { command, error })
  if (opened !== mine) return
  if (answer.state === 'refused') refusals.set(command.id, { command, error: answer.error })
  forget(command.id)
  announce(command, answer)
  tell({ type: 'answered', command, body: answer.state === 'done' ? answer.body : null, error })
}

function forget(commandId: string): void {
  waiting.delete(commandId)
  reasons.delete(commandId)
}

function announce(command: Command, answer: Final): void {
  answers.unshift({ command, answer })
  answers.length = Math.min(answers.length, ANSWERS_SHOWN)
  for (const listener of listeners.get(command.kind) ?? []) listener(command, answer)
}

function flushNow(): void {
  retry.reset()
  void flush()
}

window.addEventListener('online', flushNow)
document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') flushNow() })
watch(() => connection.online, (online) => {
  if (online && waiting.size > 0) flushNow()
})
