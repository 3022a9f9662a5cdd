import 'fake-indexeddb/auto'

import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { IDBFactory } from 'fake-indexeddb'
import type { Window as SimulatedWindow } from 'happy-dom'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { PART_BYTES } from '../../../../service-worker/course-files'
import type { Course, CoursePackage } from '../types'
import { download, downloads, isWhole, keptCourse, noteKept, removeDownload } from './downloads'
import { CourseStore } from './store'
import { withMark } from '../progress'
import { forgetDevice } from '@/features/identity/forget'
import { noteAccount } from '@/shared/offline/account'

const FILM = { file_id: 'f'.repeat(32), size: 2 * PART_BYTES + 7, media_type: 'video/webm' }
const PICTURE = { file_id: 'e'.repeat(32), size: 5, media_type: 'image/png' }
const lesson = { id: 'l1', title: 'T', title_en: '', done: false }

let server: Server
let answer: CoursePackage
/** Ranges that were asked for, by file. */
let asked: string[]
/** The number of the request after which the network breaks. */
let breaksAfter: number

const course = (version: number): Course => ({ id: 'c1', version, package_bytes: 10, units: [{ title: 'U', title_en: '', lessons: [lesson], quizzes: [] }] }) as unknown as Course
const packed = (version: number, media: CoursePackage['media']): CoursePackage =>
  ({ course: course(version), version, lessons: [lesson], media, size_bytes: media.reduce((sum, file) => sum + file.size, 10) }) as unknown as CoursePackage

function serveRange(response: ServerResponse, size: number, range: string): void {
  const [start = 0, last = 0] = /(\d+)-(\d+)/.exec(range)?.slice(1).map(Number) ?? []
  response.writeHead(206, { 'Content-Range': `bytes ${String(start)}-${String(last)}/${String(size)}` }).end(Buffer.alloc(last - start + 1, start % 251))
}

beforeEach(async () => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.stubGlobal('navigator', Object.assign(navigator, { storage: { persist: () => Promise.resolve(true) } }))
  asked = []
  breaksAfter = Infinity
  answer = packed(1, [FILM, PICTURE])
  noteAccount(crypto.randomUUID())
  server = createServer((request, response) => {
    if (request.url?.endsWith('/package') === true) {
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(answer))
      return
    }
    if (asked.length >= breaksAfter) {
      response.destroy()
      return
    }
    const file = [FILM, PICTURE].find(({ file_id }) => request.url?.endsWith(file_id))
    const range = String(request.headers.range)
    asked.push(`${file?.media_type ?? ''} ${range}`)
    serveRange(response, file?.size ?? 0, range)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  ;(window as unknown as SimulatedWindow).happyDOM.setURL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`)
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((ended) => server.close(ended))
})

describe('a download', () => {
  it('goes on where the network broke it off, and fetches no part twice', async () => {
    breaksAfter = 2
    await download(course(1))
    expect(downloads.get('c1')).toMatchObject({ running: false, here: 2 * PART_BYTES + 10, error: { code: 'network_unreachable' } })
    breaksAfter = Infinity
    await download(course(1))
    expect(isWhole(downloads.get('c1') ?? expect.fail('nothing was kept'))).toBe(true)
    expect(asked).toEqual([
      `video/webm bytes=0-${String(PART_BYTES - 1)}`,
      `video/webm bytes=${String(PART_BYTES)}-${String(2 * PART_BYTES - 1)}`,
      `video/webm bytes=${String(2 * PART_BYTES)}-${String(2 * PART_BYTES + 6)}`,
      'image/png bytes=0-4',
    ])
  })

  it('of a newer version fetches what is new, and clears away what is no longer shown', async () => {
    await download(course(1))
    asked = []
    answer = packed(2, [PICTURE])
    await download(course(2))
    expect(asked).toEqual([])
    expect(downloads.get('c1')).toMatchObject({ version: 2, size: 15, here: 15 })
    const store = await CourseStore.open(localStorage.getItem('zb.signed-in') ?? '')
    expect(await store.bytesOf(FILM.file_id, FILM.size)).toBe(0)
    expect(await store.bytesOf(PICTURE.file_id, PICTURE.size)).toBe(5)
    store.close()
  })

  it('keeps what was done of it, and goes when it is removed', async () => {
    await download(course(1))
    await noteKept('c1', (kept) => withMark(kept, 'l1', true))
    expect((await keptCourse('c1'))?.course.units[0]?.lessons[0]?.done).toBe(true)
    await removeDownload('c1')
    expect([await keptCourse('c1'), downloads.size]).toEqual([null, 0])
  })

  it('is gone when its person signs out', async () => {
    await download(course(1))
    await forgetDevice()
    expect([downloads.size, await indexedDB.databases()]).toEqual([0, []])
  })
})
