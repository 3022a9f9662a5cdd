import 'fake-indexeddb/auto'

import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BroadcastChannel } from 'node:worker_threads'

import { IDBFactory } from 'fake-indexeddb'
import type { Window as SimulatedWindow } from 'happy-dom'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { noteAccount } from './account'

type Queue = typeof import('./queue')
interface Received {
  readonly key: string
  readonly path: string
}
type Reply = (response: ServerResponse, received: Received) => void

let server: Server
let received: Received[]
let reply: Reply
let tabs: Queue[]

const done: Reply = (response) => {
  response.setHeader('Content-Type', 'application/json').end('{"ok":true}')
}
const problem = (status: number, code: string): Reply => (response) => {
  response.writeHead(status, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify({ code, facts: { n: 1 } }))
}
const lost: Reply = (response) => response.destroy()
const command = (subject: string, path = `/api/v1/x/${subject}`) => ({ kind: 'lesson_done', method: 'post', path, body: { b: 2, a: 1 }, subject }) as const

/** A tab of its own: the module again, over the same storage. */
async function tab(account = 'a1'): Promise<Queue> {
  vi.resetModules()
  const queue = await import('./queue')
  queue.openQueue(account)
  tabs.push(queue)
  return queue
}

const soon = <Value>(check: () => Value): Promise<Awaited<Value>> => vi.waitFor(check, { timeout: 10_000 }) as Promise<Awaited<Value>>
const settled = (queue: Queue): Promise<void> => soon(() => { expect(queue.pending.size).toBe(0) })

beforeEach(async () => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.stubGlobal('BroadcastChannel', BroadcastChannel)
  received = []
  tabs = []
  reply = done
  noteAccount('a1')
  server = createServer((request: IncomingMessage, response) => {
    request.resume().on('end', () => {
      const one = { key: String(request.headers['idempotency-key']), path: request.url ?? '' }
      received.push(one)
      reply(response, one)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  ;(window as unknown as SimulatedWindow).happyDOM.setURL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`)
})

afterEach(async () => {
  for (const queue of tabs) queue.closeQueue()
  server.closeAllConnections()
  await new Promise((ended) => server.close(ended))
})

describe('the queue', () => {
  it('stores a command before it is sent, and tells what it was answered', async () => {
    const queue = await tab()
    const heard = vi.fn()
    queue.whenAnswered('lesson_done', heard)
    const made = await queue.submit(command('s1'))
    await settled(queue)
    expect(received).toEqual([{ key: made.id, path: '/api/v1/x/s1' }])
    expect(heard).toHaveBeenCalledWith(expect.objectContaining({ id: made.id, about: '' }), { state: 'done', body: { ok: true } })
  })

  it('sends at the next opening what a dying app had stored, under the same id', async () => {
    reply = lost
    const first = await tab()
    const made = await first.submit(command('s1'))
    await first.flush()
    expect(first.unanswered.get(made.id)?.code).toBe('network_unreachable')
    first.closeQueue()
    reply = done
    const second = await tab()
    await soon(() => { expect(received).toHaveLength(2) })
    await settled(second)
    expect(new Set(received.map((one) => one.key))).toEqual(new Set([made.id]))
  })

  it.each([[500, 'unknown'], [429, 'too_many'], [401, 'not_signed_in']])('keeps a command whose answer says nothing about it: %i', async (status, code) => {
    reply = problem(status, code)
    const queue = await tab()
    await queue.submit(command('s1'))
    await queue.flush()
    expect([...queue.pending.values()]).toHaveLength(1)
    expect(queue.unseenRefusals.size).toBe(0)
  })

  it('keeps the order of a subject, and lets others pass a broken one', async () => {
    reply = (response, one) => { (one.path.endsWith('s1') ? problem(500, 'unknown') : done)(response, one) }
    const queue = await tab()
    await queue.submit(command('s1'))
    await queue.flush()
    await queue.submit({ ...command('s1'), path: '/api/v1/x/s1-later' })
    await queue.submit(command('s2'))
    await queue.flush()
    expect(received.map((one) => one.path)).not.toContain('/api/v1/x/s1-later')
    expect([...queue.pending.values()].map((one) => one.subject)).toEqual(['s1', 's1'])
    reply = done
    received = []
    await queue.flush()
    expect(received.map((one) => one.path)).toEqual(['/api/v1/x/s1', '/api/v1/x/s1-later'])
  })

  it('keeps a refusal over a restart, until it is read', async () => {
    reply = problem(409, 'already_decided')
    const first = await tab()
    const made = await first.submit(command('s1'))
    await settled(first)
    first.closeQueue()
    const second = await tab()
    await soon(() => { expect(second.unseenRefusals.get(made.id)?.error).toMatchObject({ code: 'already_decided', status: 409, facts: { n: 1 } }) })
    await second.acknowledge(made.id)
    second.closeQueue()
    const third = await tab()
    await third.submit(command('s2'))
    expect(third.unseenRefusals.size).toBe(0)
  })

  it('is one queue for two tabs, of which one sends and both hear', async () => {
    const [one, two] = [await tab(), await tab()]
    const heard = vi.fn()
    two.whenAnswered('lesson_done', heard)
    await Promise.all(['s1', 's2', 's3'].flatMap((subject, index) => [one, two].map((queue) => queue.submit(command(`${subject}-${String(index)}`)))))
    await Promise.all([one.flush(), two.flush()])
    await settled(one)
    await settled(two)
    expect(received).toHaveLength(6)
    expect(new Set(received.map((each) => each.key)).size).toBe(6)
    await soon(() => { expect(heard).toHaveBeenCalledTimes(6) })
  })

  it('starts the request at once when the page is left, and does not send it twice', async () => {
    const queue = await tab()
    const stored = queue.submit(command('s1'), { leaving: true })
    await Promise.all([stored, queue.flush()])
    await settled(queue)
    await queue.flush()
    expect(received).toHaveLength(1)
  })

  it('sends nothing of one account when another has signed in', async () => {
    reply = lost
    const queue = await tab()
    await queue.submit(command('s1'))
    await queue.flush()
    received = []
    reply = done
    noteAccount('a2')
    await queue.flush()
    const other = await tab('a2')
    await other.flush()
    expect(received).toEqual([])
    expect(other.pending.size).toBe(0)
    expect(other.isQueueOfAnother('zb-queue-a1')).toBe(true)
    expect(other.isQueueOfAnother('zb-queue-a2')).toBe(false)
  })

  it('gathers what is held back, and discards all when the person says so', async () => {
    reply = lost
    const queue = await tab()
    queue.handOverBeforeLeaving(async () => { await queue.submit(command('held')) })
    await queue.gather()
    expect(queue.pending.size).toBe(1)
    await queue.discardAll()
    reply = done
    received = []
    await queue.flush()
    expect([queue.pending.size, received.length]).toEqual([0, 0])
  })

  it('says so when it cannot store', async () => {
    vi.resetModules()
    const closed = await import('./queue')
    await expect(closed.submit(command('s1'))).rejects.toMatchObject({ code: 'storage_unavailable' })
  })
})
