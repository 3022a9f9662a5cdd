/** What a person did that the server must hear of, and what it answered. */
import { ApiError, type Facts } from '@/shared/api/errors'

export interface Command {
  /** UUID, sent as the Idempotency-Key: sent twice it is carried out once. */
  readonly id: string
  /** What sort of act it is; `commands.<kind>` of the locale files says it in words. */
  readonly kind: string
  readonly method: 'post' | 'put'
  /** The filled address, `/api/v1/…`. */
  readonly path: string
  /** JSON. */
  readonly body: unknown
  /** Opaque id of what it is about: commands about one subject are sent in the order in which they were made. */
  readonly subject: string
  /** ISO 8601, by this device's clock. */
  readonly madeAt: string
  /** What it is about in words (a lesson's title), for this device alone. */
  readonly about: string
  /** The page of this app where the person can look at it; null where there is none. */
  readonly look: string | null
}

export type NewCommand = Omit<Command, 'id' | 'madeAt' | 'about' | 'look'> & Partial<Pick<Command, 'id' | 'madeAt' | 'about' | 'look'>>

/** An answer about the command itself: it will not be sent again. */
export type Final = { readonly state: 'done'; readonly body: unknown } | { readonly state: 'refused'; readonly error: ApiError }

/** A refusal that the person has not yet read. */
export interface Refusal {
  readonly command: Command
  readonly error: ApiError
}

/** An ApiError as storage and other tabs can carry it. */
export interface ErrorData {
  readonly code: string
  readonly status: number
  readonly facts: Facts
  readonly requestId: string | null
}

/** What tabs tell each other. */
export type News = { readonly type: 'changed' } | { readonly type: 'answered'; readonly command: Command; readonly body: unknown; readonly error: ErrorData | null }

export function dataOf({ code, status, facts, requestId }: ApiError): ErrorData {
  return { code, status, facts, requestId }
}

export function errorOf({ code, status, facts, requestId }: ErrorData): ApiError {
  return new ApiError(code, status, facts, requestId)
}

/** Whether it answers the command: no answer, a broken server, too many requests or nobody signed in say nothing about it. */
export function isFinal(error: ApiError): boolean {
  return !error.unanswered && error.status < 500 && error.status !== 429 && error.status !== 401
}

/** Whether other commands would meet the same, so that trying them now is of no use. */
export function stopsAll(error: ApiError): boolean {
  return error.unanswered || error.status === 429 || error.status === 401
}
