import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { Window as SimulatedWindow } from 'happy-dom'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { decide, dropRefusal, flushDecisions, isOnItsWay, pendingDecisions, retryDecisions, UNDO_MS, undoDecision, whenDecided, type NewDecision } from './decisions'
import type { TaskView } from './types'

interface Received {
  readonly key: string | undefined
  readonly body: Record<string, unknown>
}
type Reply = (response: ServerResponse) => void

let server: Server
let received: Received[]
let reply: Reply

const seen = { form_revision: 2, view_digest: 'sha256:aa' } as TaskView
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

const settled = (): Promise<void> => vi.waitFor(() => expect([...pendingDecisions.values()].some((one) => one.state === 'sending')).toBe(false))

beforeEach(async () => {
  received = []
  reply = done
  server = createServer(receive)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  ;(window as unknown as SimulatedWindow).happyDOM.setURL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`)
})

afterEach(async () => {
  vi.useRealTimers()
  for (const id of [...pendingDecisions.keys()]) {
    undoDecision(id)
    dropRefusal(id)
  }
  server.closeAllConnections()
  await new Promise((ended) => server.close(ended))
})

describe('a decision', () => {
  it('is sent after four seconds, with what was seen', async () => {
    vi.useFakeTimers()
    decide(decision('t1'))
    vi.advanceTimersByTime(UNDO_MS - 1)
    expect(pendingDecisions.get('t1')?.state).toBe('waiting')
    vi.advanceTimersByTime(1)
    expect(pendingDecisions.get('t1')?.state).toBe('sending')
    vi.useRealTimers()
    await settled()
    expect(received[0]?.body).toMatchObject({ verdict: 'approve', opinion: 'o', form_revision: 2, view_digest: 'sha256:aa' })
    expect(isOnItsWay('t1')).toBe(false)
  })

  it('is never sent when it is taken back in time', async () => {
    vi.useFakeTimers()
    decide(decision('t2'))
    expect(undoDecision('t2')).toBe(true)
    vi.advanceTimersByTime(UNDO_MS * 2)
    expect(pendingDecisions.has('t2')).toBe(false)
    expect(received).toEqual([])
  })

  it('is one decision, however often it is tapped', async () => {
    decide(decision('t3'))
    decide(decision('t3'))
    await flushDecisions()
    decide(decision('t4'))
    await flushDecisions()
    expect(received).toHaveLength(2)
  })

  it('is sent at once when the page is left, and cannot be taken back then', async () => {
    decide(decision('t5'))
    window.dispatchEvent(new Event('pagehide'))
    expect(undoDecision('t5')).toBe(false)
    await settled()
    expect(received).toHaveLength(1)
  })

  it('keeps its id when no answer came, so that sending it again does not double it', async () => {
    reply = (response) => response.destroy()
    decide(decision('t6'))
    await flushDecisions()
    expect(pendingDecisions.get('t6')?.state).toBe('unanswered')
    expect(isOnItsWay('t6')).toBe(true)
    reply = done
    retryDecisions()
    await settled()
    expect(received).toHaveLength(2)
    expect(new Set(received.map((one) => one.key)).size).toBe(1)
    expect(pendingDecisions.has('t6')).toBe(false)
  })

  it('tells of a refusal with its facts, and is open again', async () => {
    reply = refuse
    const failed = vi.fn()
    const stop = whenDecided(() => undefined, failed)
    decide(decision('t7'))
    await flushDecisions()
    stop()
    expect(failed).toHaveBeenCalledOnce()
    expect(pendingDecisions.get('t7')).toMatchObject({ state: 'refused', error: { code: 'already_decided', facts: { by: 'N' } } })
    expect(isOnItsWay('t7')).toBe(false)
    dropRefusal('t7')
    expect(pendingDecisions.has('t7')).toBe(false)
  })
})
