import { openDB, type IDBPDatabase } from 'idb'

import { COURSES_DATABASE, PART_BYTES, spanOf, type KeptFile, type Span } from './course-files'
import { rememberedAccount } from './preferences'

const FILE = /^\/api\/v1\/files\/([0-9a-f]{32})$/

/** The id of the file that an address names, null for any other address. */
export function fileIdOf(path: string): string | null {
  return FILE.exec(path)?.[1] ?? null
}

/** A file of a downloaded course from the device, with ranges; every other file from the network. */
export async function fileAnswer(fileId: string, request: Request): Promise<Response> {
  const database = await openCourses()
  if (database === null) return fetch(request)
  const file = (await database.get('files', fileId)) as KeptFile | undefined
  if (file?.whole !== true) {
    database.close()
    return fetch(request)
  }
  return rangeAnswer(database, file, request.headers.get('Range'))
}

/** null where nobody is signed in or nothing was ever downloaded: opening it must not create it. */
async function openCourses(): Promise<IDBPDatabase | null> {
  const account = await rememberedAccount()
  if (account === null) return null
  return openDB(COURSES_DATABASE + account, undefined, {
    upgrade(_database, _from, _to, transaction) {
      transaction.abort()
    },
    blocking(_from, _to, event) {
      // Signing out deletes it.
      ;(event.target as IDBDatabase).close()
    },
  }).catch(() => null)
}

function rangeAnswer(database: IDBPDatabase, file: KeptFile, range: string | null): Response {
  const span = spanOf(range, file.size)
  if (span === 'outside') {
    database.close()
    return new Response(null, { status: 416, headers: { 'Content-Range': `bytes */${String(file.size)}` } })
  }
  const { start, stop } = span ?? { start: 0, stop: file.size }
  const headers: Record<string, string> = {
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'no-store',
    'Content-Length': String(stop - start),
    // It is an answer of the app's own origin: opened by itself it runs nothing.
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Content-Type': file.mediaType,
    'X-Content-Type-Options': 'nosniff',
  }
  if (span !== null) headers['Content-Range'] = `bytes ${String(start)}-${String(stop - 1)}/${String(file.size)}`
  return new Response(bytes(database, file.id, { start, stop }), { status: span === null ? 200 : 206, headers })
}

/** Part by part, as the reader takes them: a long film is never in memory as a whole. */
function bytes(database: IDBPDatabase, fileId: string, { start, stop }: Span): ReadableStream<Uint8Array> {
  let at = start
  return new ReadableStream({
    async pull(controller) {
      const number = Math.floor(at / PART_BYTES)
      const part = (await database.get('parts', [fileId, number])) as ArrayBuffer | undefined
      if (part === undefined) {
        controller.error(new Error('a part is missing'))
        database.close()
        return
      }
      const from = at - number * PART_BYTES
      const piece = new Uint8Array(part, from, Math.min(part.byteLength - from, stop - at))
      at += piece.byteLength
      controller.enqueue(piece)
      if (at >= stop) {
        controller.close()
        database.close()
      }
    },
    cancel() {
      database.close()
    },
  })
}
