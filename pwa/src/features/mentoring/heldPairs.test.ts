import 'fake-indexeddb/auto'

import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { Window as SimulatedWindow } from 'happy-dom'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { flushPairs, forgetSent, heldPairs, holdPair, isPairedHere, placesHeld, UNDO_MS, undoPair, whenPaired } from './heldPairs'
import { noteAccount } from '@/shared/offline/account'
import { closeQueue, discardAll, openQueue, unseenRefusals } from '@/shared/offline/queue'

let server: Server
let received: unknown[]
let status: number

const person = (id: string): { account_id: string; name: string; unit: string } => ({ account_id: id, name: id, unit: 'U' })
const soon = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 10_000 })

beforeEach(async () => {
  received = []
  status = 201
  noteAccount('a1')
  openQueue('a1')
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (part) => (text += String(part)))
    request.on('end', () => {
      received.push(JSON.parse(text))
      const answer = status === 201 ? { mentorship_id: 'm' } : { code: 'pair_forbidden', facts: { rule: 'capacity' } }
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer))
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  ;(window as unknown as SimulatedWindow).happyDOM.setURL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`)
})

afterEach(async () => {
  vi.useRealTimers()
  for (const pair of heldPairs.value) undoPair(pair.mentee.account_id)
  forgetSent()
  await discardAll()
  closeQueue()
  server.closeAllConnections()
  server.close()
})

describe('a pair that was tapped', () => {
  it('takes a place at once, and is sent to nobody when it is taken back', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    holdPair(person('anna'), person('bo'))
    expect(isPairedHere('anna')).toBe(true)
    expect(placesHeld('bo')).toBe(1)
    expect(undoPair('anna')).toBe(true)
    await vi.advanceTimersByTimeAsync(UNDO_MS * 2)
    expect(isPairedHere('anna')).toBe(false)
    expect(received).toEqual([])
  })

  it('is sent once, with the rules that were set aside, and cannot be taken back then', async () => {
    let show = (): void => undefined
    const made = vi.fn(() => new Promise<void>((resolve) => (show = resolve)))
    const stop = whenPaired(made, vi.fn())
    holdPair(person('anna'), person('bo'), ['field'])
    holdPair(person('anna'), person('chen'))
    await flushPairs()
    expect(undoPair('anna')).toBe(false)
    await soon(() => { expect(made).toHaveBeenCalledOnce() })
    expect(received).toEqual([{ mentee_id: 'anna', mentor_id: 'bo', set_aside: ['field'] }])
    expect(heldPairs.value.map((pair) => pair.state)).toEqual(['sent'])
    // until the list was loaded anew its places are those from before
    expect(placesHeld('bo')).toBe(1)
    show()
    await soon(() => { expect(placesHeld('bo')).toBe(0) })
    stop()
  })

  it('comes back when it is refused, and the refusal is told once', async () => {
    status = 422
    const refused = vi.fn()
    const stop = whenPaired(() => Promise.resolve(), refused)
    holdPair(person('anna'), person('bo'))
    await flushPairs()
    await soon(() => { expect(refused).toHaveBeenCalledOnce() })
    expect(isPairedHere('anna')).toBe(false)
    await soon(() => { expect(unseenRefusals.size).toBe(0) })
    stop()
  })
})
