import 'fake-indexeddb/auto'

import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { dayOf } from './pack'
import type { Practice, PracticeQuestion } from './practice.api'
import { noteAccount } from '@/shared/offline/account'

type Round = typeof import('./usePractice')
type Queue = typeof import('@/shared/offline/queue')

const TODAY = dayOf(new Date())
const EVERY = { topic: '', more: false }

/** A statement; "true" is right, and its option has the id `t-<id>`. */
function statement(id: string): PracticeQuestion {
  const question = { type: 'true_false', stem_html: `<p>${id}</p>`, options: [{ id: `t-${id}`, word: 'true' }, { id: `f-${id}`, word: 'false' }] }
  const told = { answer: { choice: `t-${id}` }, explanation_html: '', feedback_right_html: '', feedback_wrong_html: '', articles: [], whys: {}, blanks: [], parts: {} }
  return { question_id: id, version: 1, topic: 'local_bodies', mistake: false, due_on: null, question, told, judging: { partial_credit: true, weights: {}, parts: {} } } as PracticeQuestion
}

const seven: Practice = { day: TODAY, left: 5, questions: [...'abcdefg'].map(statement), topics: [] }
const sent: { url: string; body: string }[] = []
let online = true

/** The server: gives out the first five of seven, and takes answers. */
const server: typeof fetch = (input, init) => {
  if (!online) return Promise.reject(new TypeError('no network'))
  const url = input as string
  if (init?.method === 'POST') sent.push({ url, body: init.body as string })
  const body = url.includes('/pack') ? seven : url.includes('/today') ? { ...seven, questions: seven.questions.slice(0, 5) } : { results: [] }
  return Promise.resolve(Response.json(body))
}

/** The app, started anew over the same storage. */
async function start(): Promise<[ReturnType<Round['usePractice']>, Queue]> {
  vi.resetModules()
  const queue = await import('@/shared/offline/queue')
  queue.openQueue('a1')
  const { usePractice } = await import('./usePractice')
  return [usePractice(), queue]
}

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.stubGlobal('BroadcastChannel', undefined)
  vi.stubGlobal('fetch', server)
  noteAccount('a1')
  online = true
  sent.length = 0
})

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('practice', () => {
  it('goes on without a network, tells the server later, and counts nothing twice', async () => {
    const [first] = await start()
    await first.load(EVERY)
    expect(first.questions.value).toHaveLength(5)
    await first.give({ choice: 't-a' })
    expect(first.verdict.value).toBe('right')
    await vi.waitFor(() => { expect(sent).toHaveLength(1) })
    const { readPack } = await import('./packStore')
    await vi.waitFor(async () => { expect((await readPack())?.pack.questions).toHaveLength(7) })

    online = false
    const [second, waiting] = await start()
    await second.load(EVERY)
    expect(second.kept.value).toBe(true)
    expect(second.error.value).toBeNull()
    await second.give(null)
    expect(second.verdict.value).toBe('wrong')
    expect(waiting.pending.size).toBe(1)
    const asked = second.current.value?.question_id
    second.next()
    expect(second.current.value?.question_id).not.toBe(asked)

    const [third, queue] = await start()
    await vi.waitFor(() => { expect(queue.pending.size).toBe(1) })
    await third.load(EVERY)
    expect(third.questions.value?.map((one) => one.question_id)).not.toContain(asked)

    online = true
    await queue.flush()
    expect(queue.pending.size).toBe(0)
    const ids = sent.map((one) => (JSON.parse(one.body) as { reviews: { id: string; answer: unknown; answered_on: string }[] }).reviews[0])
    expect(ids.map((one) => one?.answered_on)).toEqual([TODAY, TODAY])
    expect(ids[1]?.answer).toBeNull()
    expect(new Set(ids.map((one) => one?.id)).size).toBe(2)
  })

  it('says so where there is no network and nothing was kept', async () => {
    online = false
    const [round] = await start()
    await round.load(EVERY)
    expect(round.questions.value).toBeNull()
    expect(round.error.value).not.toBeNull()
  })
})
