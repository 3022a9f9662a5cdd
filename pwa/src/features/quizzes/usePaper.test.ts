import 'fake-indexeddb/auto'

import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BroadcastChannel } from 'node:worker_threads'

import { IDBFactory } from 'fake-indexeddb'
import type { Window as SimulatedWindow } from 'happy-dom'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'

import type { Answer, Paper, PaperItem, Result, Saved } from './types'
import type { usePaper as UsePaper } from './usePaper'
import { noteAccount } from '@/shared/offline/account'

type Open = ReturnType<typeof UsePaper>

const options = [{ id: 'a', html: '<p>1</p>' }, { id: 'b', html: '<p>2</p>' }]
const result: Result = { state: 'finished', percent: '50', passed: false, pass_mark: 60, finished_at: '2026-06-16T04:00:00Z', attempts_left: null, review: 'never', may_review: false, practise: [] }

let server: Server
let paper: Paper
/** What the network does with an answer; the server keeps what has the highest number. */
let saving: (response: ServerResponse, position: number, given: { answer: Answer | null; seq: number }) => void
let queues: (typeof import('@/shared/offline/queue'))[]
let scopes: EffectScope[]

function itemAt(position: number): PaperItem {
  const item = paper.items.find((one) => one.position === position)
  if (item === undefined) throw new Error(`no question ${String(position)}`)
  return item
}

function send(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' }).end(JSON.stringify(body))
}

const keep: typeof saving = (response, position, given) => {
  const item = itemAt(position)
  const newer = given.seq > item.seq
  const kept = newer ? { ...item, ...given } : item
  paper = { ...paper, items: paper.items.map((one) => (one.position === position ? kept : one)) }
  send(response, { position, saved: newer, answer: kept.answer, seq: kept.seq } satisfies Saved)
}

function serve(request: IncomingMessage, response: ServerResponse): void {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
    const body = Buffer.concat(parts).toString()
    if (request.method === 'PUT') saving(response, Number((request.url ?? '').split('/').pop()), JSON.parse(body) as { answer: Answer | null; seq: number })
    else if (request.method === 'POST') send(response, (paper = { ...paper, state: 'finished', result }).result)
    else send(response, paper)
  })
}

/** The page opened anew, over the same storage. */
async function open(): Promise<Open> {
  vi.resetModules()
  const queue = await import('@/shared/offline/queue')
  const { usePaper } = await import('./usePaper')
  queue.openQueue('a1')
  queues.push(queue)
  const scope = effectScope()
  scopes.push(scope)
  const opened = scope.run(() => usePaper('t1')) as Open
  await vi.waitFor(() => { expect(opened.paper.value).not.toBeNull() })
  return opened
}

beforeEach(async () => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.stubGlobal('BroadcastChannel', BroadcastChannel)
  noteAccount('a1')
  queues = []
  scopes = []
  saving = keep
  const items = [1, 2].map((position) => ({ position, question: { type: 'single' as const, stem_html: '', options }, answer: null, seq: 0 }))
  paper = { id: 't1', quiz_id: 'q1', title: 'T', number: 1, state: 'open', deadline: null, now: '2026-06-16T04:00:00Z', items, result: null }
  server = createServer(serve)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  ;(window as unknown as SimulatedWindow).happyDOM.setURL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`)
})

afterEach(async () => {
  for (const scope of scopes) scope.stop()
  for (const queue of queues) queue.closeQueue()
  server.closeAllConnections()
  await new Promise((ended) => server.close(ended))
})

describe('an open paper', () => {
  it('shows an answer at once and keeps it on the server', async () => {
    const page = await open()
    const saved = page.give(itemAt(1), { choice: 'b' })
    expect(page.answerTo(itemAt(1))).toEqual({ choice: 'b' })
    await saved
    await vi.waitFor(() => { expect(page.unsent.value.size).toBe(0) })
    expect(itemAt(1).answer).toEqual({ choice: 'b' })
    expect(page.answered.value).toEqual(new Set([1]))
  })

  it('keeps answers through a lost network and a reload, and sends the latest', async () => {
    saving = (response) => { response.destroy() }
    const before = await open()
    await before.give(itemAt(1), { choice: 'a' })
    await before.give(itemAt(1), { choice: 'b' })
    expect(before.unsent.value).toEqual(new Set([1]))
    await queues[0]?.flush()
    for (const queue of queues) queue.closeQueue()
    const after = await open()
    await vi.waitFor(() => { expect(after.answerTo(itemAt(1))).toEqual({ choice: 'b' }) })
    saving = keep
    await after.finish()
    expect(itemAt(1).answer).toEqual({ choice: 'b' })
    expect(after.paper.value?.result?.percent).toBe('50')
  })

  it('takes over what another device answered later', async () => {
    const page = await open()
    paper = { ...paper, items: paper.items.map((item) => ({ ...item, answer: { choice: 'a' }, seq: Number.MAX_SAFE_INTEGER })) }
    await page.give(itemAt(2), { choice: 'b' })
    await vi.waitFor(() => { expect(page.answerTo(itemAt(2))).toEqual({ choice: 'a' }) })
  })

  it('says at the question why an answer was not taken, and reads the paper anew', async () => {
    const page = await open()
    saving = (response) => {
      paper = { ...paper, state: 'expired', result: { ...result, state: 'expired' } }
      send(response, { code: 'attempt_over', facts: {} }, 409)
    }
    await page.give(itemAt(1), { choice: 'a' })
    await vi.waitFor(() => { expect(page.refused.get(1)?.code).toBe('attempt_over') })
    await vi.waitFor(() => { expect(page.paper.value?.state).toBe('expired') })
  })
})
