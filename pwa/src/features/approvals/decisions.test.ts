import 'fake-indexeddb/auto'

import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { Window as SimulatedWindow } from 'happy-dom'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { decide, dropRefusal, flushDecisions, isOnItsWay, refusedDecision, UNDO_MS, undoDecision, unansweredDecisions, whenDecided, type NewDecision } from './decisions'
import type { TaskView } from './types'
import { noteAccount } from '@/shared/offline/account'
import { closeQueue, discardAll, flush, openQueue, pending } from '@/shared/offline/queue'

interface Received {
  readonly key: string | undefined
  readonly body: Record<string, unknown>
}
type Reply = (response: ServerResponse) => void

let server: Server
let received: Received[]
let reply: Reply

const seen = { form_revision: 2, view_digest: 'sha256:aa', task: { kind: 'personnel_entry' }, matter: { unit: { name: 'U' } } } as TaskView
const decision = (taskId: string): NewDecision => ({ taskId, verdict: 'approve', opinion: 'o', seen })
const done: Reply = (response) => {
  response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ outcome: 'done', matter_state: 'reviewing', next_step: 'chief', task_id: 't' }))
}
const refuse: Reply = (response) => {
  response.writeHead(409, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify({ code: 'already_decided', facts: { by: 'N', at: '2026-11-21T08:00:00Z' } }))
}

function receive(request: IncomingMessage, response: ServerResponse): void {
  let text = ''
  request.on('data', (part) => (text += String(part)))
  request.on('end', () => {
    received.push({ key: request.headers['idempotency-key'] as string | undefined, body: JSON.parse(text) as Record<string, unknown> })
    reply(response)
  })
}

const soon = <Value>(check: () => Value): Promise<Awaited<Value>> => vi.waitFor(check, { timeout: 10_000 }) as Promise<Awaited<Value>>
const answered = (): Promise<void> => soon(() => { expect(pending.size).toBe(0) })

beforeEach(async () => {
  received = []
  reply = done
  noteAccount('a1')
  openQueue('a1')
  server = createServer(receive)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  ;(window as unknown as SimulatedWindow).happyDOM.setURL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`)
})

afterEach(async () => {
  vi.useRealTimers()
  await discardAll()
  closeQueue()
  server.closeAllConnections()
  await new Promise((ended) => server.close(ended))
})

describe('a decision', () => {
  it('is sent after four seconds, with what was seen', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    decide(decision('t1'))
    vi.advanceTimersByTime(UNDO_MS - 1)
    expect([isOnItsWay('t1'), pending.size]).toEqual([true, 0])
    vi.advanceTimersByTime(1)
    expect([...pending.values()]).toMatchObject([{ kind: 'decision', subject: 't1', look: '/tasks/t1' }])
    vi.useRealTimers()
    await answered()
    expect(received[0]?.body).toMatchObject({ verdict: 'approve', opinion: 'o', form_revision: 2, view_digest: 'sha256:aa' })
    expect(isOnItsWay('t1')).toBe(false)
  })

  it('is never sent when it is taken back in time', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    decide(decision('t2'))
    expect(undoDecision('t2')).toBe(true)
    vi.advanceTimersByTime(UNDO_MS * 2)
    expect([isOnItsWay('t2'), pending.size, received.length]).toEqual([false, 0, 0])
  })

  it('is one decision, however often it is tapped', async () => {
    decide(decision('t3'))
    decide(decision('t3'))
    await flushDecisions()
    decide(decision('t4'))
    await flushDecisions()
    await answered()
    expect(received).toHaveLength(2)
  })

  it('is sent at once when the page is left, and cannot be taken back then', async () => {
    decide(decision('t5'))
    window.dispatchEvent(new Event('pagehide'))
    expect(undoDecision('t5')).toBe(false)
    await answered()
    expect(received).toHaveLength(1)
  })

  it('is stored when no answer came, and sent at the next opening as the same one, with its first time', async () => {
    reply = (response) => response.destroy()
    decide(decision('t6'))
    await flushDecisions()
    await soon(() => { expect(unansweredDecisions.value).toBe(1) })
    closeQueue()
    expect(isOnItsWay('t6')).toBe(false)
    reply = done
    openQueue('a1')
    await soon(() => { expect(received).toHaveLength(2) })
    await answered()
    expect(received[0]).toEqual(received[1])
  })

  it('tells of a refusal with its facts, and is open again', async () => {
    reply = refuse
    const failed = vi.fn()
    const stop = whenDecided(() => undefined, failed)
    decide(decision('t7'))
    await flushDecisions()
    await flush()
    await answered()
    stop()
    expect(failed).toHaveBeenCalledOnce()
    expect(refusedDecision('t7')).toMatchObject({ error: { code: 'already_decided', facts: { by: 'N' } }, seen: { form_revision: 2 } })
    expect(isOnItsWay('t7')).toBe(false)
    dropRefusal('t7')
    expect(refusedDecision('t7')).toBeNull()
  })
})
