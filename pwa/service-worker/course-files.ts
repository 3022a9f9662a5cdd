/**
 * Where files of downloaded courses lie: written by the pages, read by the worker, which plays them without a
 * network. One database for each account of the device, gone at sign-out.
 */
export const COURSES_DATABASE = 'zb-courses-'
export const COURSES_VERSION = 1
/** A file is kept in parts of this size, the last one shorter: an interrupted download goes on where it stopped. */
export const PART_BYTES = 1024 * 1024

export interface KeptFile {
  readonly id: string
  readonly size: number
  readonly mediaType: string
  /** Whether all parts are there. */
  readonly whole: boolean
}

/** Bytes `start` to `stop` (exclusive) of a file. */
export interface Span {
  readonly start: number
  readonly stop: number
}

/** What a Range header asks for (RFC 9110, 14.1.2): null for the whole file, `outside` when there is no such part. */
export function spanOf(header: string | null, size: number): Span | null | 'outside' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  const [, first = '', last = ''] = match ?? []
  if (first === '' && last === '') return null
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const stop = first === '' || last === '' ? size : Math.min(Number(last) + 1, size)
  return start < stop ? { start, stop } : 'outside'
}
