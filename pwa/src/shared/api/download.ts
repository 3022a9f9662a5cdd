/** Files that the server makes for the person, kept by the browser's own way of downloading. */
import { ApiError, problemOf } from './errors'
import { noteContact, noteNoContact } from '@/shared/offline/connection'

/** A document takes the server longer than a page. */
const TIMEOUT_MS = 60_000

/** Fetches `address` and hands it to the browser under the name the server gave it. Rejects with an {@link ApiError}. */
export async function download(address: string): Promise<void> {
  const response = await reach(address)
  if (!response.ok) throw await problemOf(response)
  save(await response.blob(), nameIn(response.headers.get('Content-Disposition') ?? ''))
}

/** The name the server gave a file (RFC 6266). */
function nameIn(disposition: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1]
  if (encoded !== undefined) return decodeURIComponent(encoded)
  return /filename="([^"]+)"/.exec(disposition)?.[1] ?? 'download'
}

async function reach(address: string): Promise<Response> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const response = await fetch(address, { credentials: 'same-origin', cache: 'no-cache', signal: timeout })
    noteContact()
    return response
  } catch {
    noteNoContact()
    throw new ApiError(timeout.aborted ? 'timed_out' : 'network_unreachable', 0)
  }
}

function save(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // The download reads the address after the click has returned.
  setTimeout(() => {
    URL.revokeObjectURL(link.href)
  }, TIMEOUT_MS)
}
