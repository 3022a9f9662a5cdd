import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { Window as SimulatedWindow } from 'happy-dom'
import { afterEach, describe, expect, it } from 'vitest'

import { addressOf, api, whenSignedOut } from './client'
import { ApiError, errorText } from './errors'
import { connection } from '@/shared/offline/connection'

interface Seen extends Pick<IncomingMessage, 'method' | 'url' | 'headers'> {
  body: string
}

let server: Server | undefined

/** A real server on this machine that answers everything alike and keeps what it was asked. */
async function answering(status: number, body: string, type = 'application/json'): Promise<Seen[]> {
  const seen: Seen[] = []
  server = createServer((request: IncomingMessage, response: ServerResponse) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      seen.push({ method: request.method, url: request.url, headers: request.headers, body: text })
      response.writeHead(status, { 'Content-Type': type, 'X-Request-ID': 'r-1' }).end(body)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  ;(window as unknown as SimulatedWindow).happyDOM.setURL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`)
  return seen
}

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  server = undefined
})

/** Paths here are not the server's own, so the call is made without their types. */
const untyped = api as unknown as Record<'get' | 'post', (path: string, options?: object) => Promise<unknown>>

describe('a call', () => {
  it('reads without the header of commands', async () => {
    const seen = await answering(200, '{"name":"云川市第三中学"}')
    expect(await untyped.get('/api/v1/units/{id}', { path: { id: 'a/b' }, query: { as_of: '2026-03-01', q: undefined } })).toEqual({ name: '云川市第三中学' })
    expect(seen[0]).toMatchObject({ method: 'GET', url: '/api/v1/units/a%2Fb?as_of=2026-03-01' })
    expect(seen[0]?.headers['x-requested-with']).toBeUndefined()
    expect(connection.online).toBe(true)
  })

  it('commands with its header, its key and JSON', async () => {
    const seen = await answering(201, '{"id":"m1"}')
    await untyped.post('/api/v1/matters', { body: { kind: 'personnel_entry' }, idempotencyKey: 'key-1' })
    expect(seen[0]).toMatchObject({ method: 'POST', body: '{"kind":"personnel_entry"}' })
    expect(seen[0]?.headers).toMatchObject({ 'x-requested-with': 'zhangbian', 'idempotency-key': 'key-1', 'content-type': 'application/json' })
  })

  it('is refused with code, facts and a sentence', async () => {
    await answering(422, '{"code":"too_many","facts":{"retry_after":30},"request_id":"r-7"}', 'application/problem+json')
    const refusal: unknown = await untyped.post('/api/v1/session', { body: {} }).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(ApiError)
    expect(refusal).toMatchObject({ code: 'too_many', status: 422, facts: { retry_after: 30 }, requestId: 'r-7', unanswered: false })
    expect(errorText(refusal)).toBe('操作太频繁，请在 30 秒后再试。')
  })

  it('has a sentence for an answer that is no JSON', async () => {
    await answering(502, '<html>', 'text/html')
    const refusal: unknown = await untyped.get('/api/v1/meta').catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'unknown', status: 502, requestId: 'r-1' })
  })

  it('tells once that nobody is signed in any more', async () => {
    await answering(401, '{"code":"not_signed_in","facts":{}}', 'application/problem+json')
    let told = 0
    whenSignedOut(() => (told += 1))
    await expect(untyped.get('/api/v1/tasks')).rejects.toThrow('not_signed_in')
    expect(told).toBe(1)
  })

  it('says when nobody answered', async () => {
    await answering(200, '{}')
    server?.close()
    server?.closeAllConnections()
    const refusal: unknown = await untyped.get('/api/v1/meta').catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'network_unreachable', status: 0, unanswered: true })
    expect(connection.online).toBe(false)
  })
})

it('leaves out what a query does not ask', () => {
  expect(addressOf('/x', { query: { a: null, b: undefined, c: 0, d: '' } })).toBe('/x?c=0&d=')
})
