import 'fake-indexeddb/auto'

import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'

import type { Mentorship } from './mentorship.api'
import type { OneMentorship } from './useMentorship'
import { ApiError } from '@/shared/api/errors'
import { noteAccount } from '@/shared/offline/account'

type Queue = typeof import('@/shared/offline/queue')

const ID = 'a'.repeat(32)
const NOTE = { id: 'b'.repeat(32), held_on: '2026-06-16', about: 'local', next_step: '' }

let view: Partial<Mentorship> | null
let online = true
let sent: { url: string; key: string | undefined }[] = []
let scope: EffectScope

/** The server: one mentorship, or none of this person's; notes are taken. */
const server: typeof fetch = (input, init) => {
  if (!online) return Promise.reject(new TypeError('no network'))
  if (init?.method === 'POST') {
    sent.push({ url: input as string, key: new Headers(init.headers).get('Idempotency-Key') ?? undefined })
    return Promise.resolve(new Response(null, { status: 204 }))
  }
  if (view === null) return Promise.resolve(Response.json({ code: 'mentorship_not_found', status: 404, facts: {} }, { status: 404 }))
  return Promise.resolve(Response.json(view))
}

/** The page, in an app that was started anew over the same storage. */
async function openPage(): Promise<[OneMentorship, Queue]> {
  vi.resetModules()
  scope.stop()
  scope = effectScope()
  const queue = await import('@/shared/offline/queue')
  queue.openQueue('a1')
  const { useMentorship } = await import('./useMentorship')
  const one = scope.run(() => useMentorship(ID))
  if (one === undefined) throw new Error('the scope has ended')
  await vi.waitFor(() => { expect(one.resource.data.value !== null || one.resource.error.value !== null).toBe(true) })
  return [one, queue]
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
  localStorage.clear()
  noteAccount('a1')
  view = { id: ID, state: 'active' }
  online = true
  sent = []
  scope = effectScope()
  vi.stubGlobal('fetch', server)
})
afterEach(() => {
  scope.stop()
  vi.unstubAllGlobals()
})

describe('a mentorship', () => {
  it('is read without a network as it was answered last, and says so', async () => {
    await openPage()
    online = false
    const [one] = await openPage()
    await vi.waitFor(() => { expect(one.resource.data.value?.state).toBe('active') })
    expect(one.resource.loadedAt.value).not.toBeNull()
    expect(one.resource.error.value).not.toBeNull()
  })

  it('is not shown from memory once the server refuses it', async () => {
    await openPage()
    view = null
    const [one] = await openPage()
    await vi.waitFor(() => { expect((one.resource.error.value as ApiError | null)?.code).toBe('mentorship_not_found') })
    expect(one.resource.data.value).toBeNull()
  })

  it('keeps a note that has no network, over a restart, and sends it once under one id', async () => {
    await openPage()
    online = false
    const [one] = await openPage()
    expect(await one.say('meetings', 'note', NOTE)).toBe(true)
    expect(one.unsent.value).toEqual([NOTE])
    expect(one.isWaiting('meetings')).toBe(true)
    online = true
    const [again, queue] = await openPage()
    await queue.flush()
    await vi.waitFor(() => { expect(again.waiting.value).toEqual([]) })
    expect(sent.map(({ url }) => url)).toEqual([`/api/v1/mentoring/mentorships/${ID}/meetings`])
    expect(sent[0]?.key).toBeTruthy()
  })
})
