/** A file of something: announced, sent by parts, read once all of it is there. */
import { api, type AnswerOf } from './client'

type Upload = AnswerOf<'/api/v1/files', 'post'>

const TRIES = 3
/** Eight megabytes on a slow line. */
const PART_TIMEOUT_MS = 120_000

/** What the file belongs to, as the server knows it. */
export interface FileOwner {
  readonly kind: string
  readonly id: string
}

export interface Progress {
  readonly sent: number
  readonly total: number
}

/**
 * Sends `file` for its owner and answers its id; `report` is told after each part. A part that did not arrive is
 * sent again, a few times; then the upload rejects with an ApiError.
 */
export async function uploadFile(owner: FileOwner, file: File, report: (progress: Progress) => void, signal: AbortSignal): Promise<string> {
  const body = { name: file.name, size: file.size, media_type: file.type, owner_kind: owner.kind, owner_id: owner.id }
  let state: Upload = await api.post('/api/v1/files', { body, signal })
  report(progressOf(state, file))
  for (const part of state.missing) {
    state = await sendPart(state, file, part, signal)
    report(progressOf(state, file))
  }
  await api.post('/api/v1/files/{file_id}/finish', { path: { file_id: state.id }, signal })
  return state.id
}

async function sendPart(state: Upload, file: File, part: number, signal: AbortSignal, tries = TRIES): Promise<Upload> {
  const bytes = file.slice(part * state.part_bytes, (part + 1) * state.part_bytes)
  const form = new FormData()
  form.set('file', bytes, 'part')
  try {
    return await api.put('/api/v1/files/{file_id}/parts/{part}', { path: { file_id: state.id, part: String(part) }, form, signal, timeout: PART_TIMEOUT_MS })
  } catch (error) {
    if (tries <= 1 || signal.aborted) throw error
    return sendPart(state, file, part, signal, tries - 1)
  }
}

function progressOf(state: Upload, file: File): Progress {
  const left = state.missing.length * state.part_bytes
  return { sent: Math.max(0, file.size - left), total: file.size }
}
