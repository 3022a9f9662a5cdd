/** A refusal, as the server says it: RFC 9457 problem details with a stable code and facts. */
import { tDynamic } from '@/shared/i18n'

export type Facts = Readonly<Record<string, unknown>>

export class ApiError extends Error {
  override readonly name = 'ApiError'

  /**
   * @param code stable, snake_case; `network_unreachable` and `timed_out` are this app's own
   * @param status HTTP status, 0 when no answer came
   * @param requestId what an administrator can find in the server's log, null when no answer came
   */
  constructor(
    readonly code: string,
    readonly status: number,
    readonly facts: Facts = {},
    readonly requestId: string | null = null,
  ) {
    super(code)
  }

  /** No answer came: the command may or may not have been carried out, and may be sent again with its key. */
  get unanswered(): boolean {
    return this.status === 0
  }

  /** Codes by field path, for forms; empty when the refusal is not about fields. */
  get fields(): Readonly<Record<string, readonly string[]>> {
    const fields = this.facts['fields']
    return typeof fields === 'object' && fields !== null ? (fields as Record<string, readonly string[]>) : {}
  }
}

/** The answer's problem details as an ApiError; a body that is none gives the code `unknown`. */
export async function problemOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null)
  const problem = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  const code = typeof problem['code'] === 'string' ? problem['code'] : 'unknown'
  const facts = typeof problem['facts'] === 'object' && problem['facts'] !== null ? (problem['facts'] as Facts) : {}
  const requestId = typeof problem['request_id'] === 'string' ? problem['request_id'] : response.headers.get('X-Request-ID')
  return new ApiError(code, response.status, facts, requestId)
}

/** A sentence for a person: what happened and what to do. */
export function errorText(error: unknown): string {
  const code = error instanceof ApiError ? error.code : 'unknown'
  const facts = error instanceof ApiError ? error.facts : {}
  return tDynamic('errors', code, facts) ?? tDynamic('errors', 'unknown') ?? code
}

/** The words for a field that was refused, or null when the refusal is not about it. */
export function fieldErrorText(error: unknown, path: string): string | null {
  if (!(error instanceof ApiError)) return null
  const code = error.fields[path]?.[0]
  if (code === undefined) return null
  return tDynamic('fieldErrors', code, error.facts) ?? tDynamic('errors', code, error.facts) ?? tDynamic('fieldErrors', 'invalid') ?? code
}
