/**
 * The one way to the server. Paths, queries, bodies and answers are typed by `schema.d.ts`, which is
 * generated from the server's OpenAPI description.
 */
import type { paths } from './schema'
import { ApiError, problemOf } from './errors'
import { noteContact, noteNoContact } from '@/shared/offline/connection'
import { spaceHeaders } from '@/shared/space'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
type JsonOf<Content> = Content extends { content: { 'application/json': infer Body } } ? Body : never

type OperationOf<Path extends keyof paths, Verb extends Method> = paths[Path] extends Record<Verb, infer Operation> ? Operation : never
/** The paths that answer to a verb. */
export type PathWith<Verb extends Method> = { [Path in keyof paths]: [OperationOf<Path, Verb>] extends [never] ? never : [OperationOf<Path, Verb>] extends [undefined] ? never : Path }[keyof paths]

type Part<Operation, Name extends string> = Operation extends { parameters: { [Key in Name]?: infer Values } } ? NonNullable<Values> : never
type BodyOf<Operation> = Operation extends { requestBody?: infer Body } ? JsonOf<NonNullable<Body>> : never
type Successful<Operation> = Operation extends { responses: infer Responses } ? Responses[keyof Responses & (200 | 201 | 202)] : never
/** The JSON of a successful answer; undefined where it has no content. */
export type AnswerOf<Path extends keyof paths, Verb extends Method> = [JsonOf<Successful<OperationOf<Path, Verb>>>] extends [never] ? undefined : JsonOf<Successful<OperationOf<Path, Verb>>>

type Given<Name extends string, Value> = [Value] extends [never] ? unknown : Record<Name, Value>
type GivenQuery<Query> = [Query] extends [never] ? unknown : Partial<Record<'query', Query>>
interface Common {
  /** Makes the command safe to repeat: the same key is answered once (a UUID, see `newCommandId`). */
  idempotencyKey?: string
  signal?: AbortSignal
  /** Milliseconds until it is given up, for what takes longer than a page: files. */
  timeout?: number
  /** A multipart body, for routes that take files; their description names none. */
  form?: FormData
  /** Lets the request outlive the page that sends it (its body is at most 64 KiB then). */
  keepalive?: boolean
  /** Asks the real system, also from the practice space: the own session, and the space itself. */
  outside?: boolean
}
export type RequestOptions<Path extends keyof paths, Verb extends Method> = Common &
  Given<'path', Part<OperationOf<Path, Verb>, 'path'>> &
  GivenQuery<Part<OperationOf<Path, Verb>, 'query'>> &
  Given<'body', BodyOf<OperationOf<Path, Verb>>>

/** Options may be left out when nothing in them is required. */
type Rest<Options> = Record<never, never> extends Options ? [options?: Options] : [options: Options]

interface RawOptions extends Common {
  path?: Readonly<Record<string, string | number>>
  query?: Readonly<Record<string, unknown>>
  body?: unknown
}

const TIMEOUT_MS = 20_000
/** Where the browser does not say when it is idle (Safari). */
const IDLE_MS = 200
/** A request that hangs holds nothing else up for longer. */
const LONGEST_WAIT_MS = 5_000

let inFlight = 0
const quietListeners = new Set<() => void>()

/** Resolves when nothing is being asked for and the browser is idle, so that what the screen waits for goes first; or after a while. */
export function whenQuiet(): Promise<unknown> {
  return Promise.race([quiet(), new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS))])
}

async function quiet(): Promise<void> {
  await idleTime()
  while (inFlight > 0) {
    await new Promise<void>((resolve) => quietListeners.add(resolve))
    // What the last answer brought is painted first.
    await idleTime()
  }
}

function idleTime(): Promise<unknown> {
  return new Promise((resolve) => ('requestIdleCallback' in window ? requestIdleCallback(resolve) : setTimeout(resolve, IDLE_MS)))
}

/** Called when the server says that nobody is signed in any more. */
let onSignedOut: () => void = () => undefined
export function whenSignedOut(callback: () => void): void {
  onSignedOut = callback
}

/** Called after each command that was carried out. */
let onCommanded: (path: string) => void = () => undefined
export function whenCommanded(callback: (path: string) => void): void {
  onCommanded = callback
}

export function newCommandId(): string {
  return crypto.randomUUID()
}

function caller<Verb extends Method>(verb: Verb) {
  return <Path extends PathWith<Verb>>(path: Path, ...[options]: Rest<RequestOptions<Path, Verb>>): Promise<AnswerOf<Path, Verb>> =>
    send(verb, path as string, (options ?? {}) as RawOptions) as Promise<AnswerOf<Path, Verb>>
}

/** Each rejects with an {@link ApiError}, or with the signal's AbortError when the caller gave up. */
export const api = {
  get: caller('get'),
  post: caller('post'),
  put: caller('put'),
  patch: caller('patch'),
  delete: caller('delete'),
} as const

/**
 * A command that was kept as data, its address filled, to be sent (again) under its id.
 * Rejects with an {@link ApiError}.
 */
export function sendCommand(verb: 'post' | 'put', path: string, options: Pick<RawOptions, 'body' | 'idempotencyKey' | 'keepalive'>): Promise<unknown> {
  return send(verb, path, options)
}

async function send(verb: Method, path: string, options: RawOptions): Promise<unknown> {
  const response = await reach(addressOf(path, options), requestOf(verb, options), options)
  if (!response.ok) {
    const problem = await problemOf(response)
    if (problem.code === 'not_signed_in') onSignedOut()
    throw problem
  }
  if (verb !== 'get') onCommanded(path)
  const text = await response.text()
  return text === '' ? undefined : (JSON.parse(text) as unknown)
}

async function reach(address: string, request: RequestInit, { signal, timeout: patience = TIMEOUT_MS }: RawOptions): Promise<Response> {
  const timeout = AbortSignal.timeout(patience)
  inFlight += 1
  try {
    const response = await fetch(address, { ...request, signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]) })
    noteContact()
    return response
  } catch (error) {
    if (signal?.aborted === true) throw error
    noteNoContact()
    throw new ApiError(timeout.aborted ? 'timed_out' : 'network_unreachable', 0)
  } finally {
    noteEnd()
  }
}

function noteEnd(): void {
  inFlight -= 1
  if (inFlight > 0) return
  for (const resolve of quietListeners) resolve()
  quietListeners.clear()
}

function requestOf(verb: Method, options: RawOptions): RequestInit {
  const headers: Record<string, string> = { Accept: 'application/json', ...(options.outside === true ? {} : spaceHeaders()) }
  // A header that no foreign page can set without asking: part of the defence against forged requests.
  if (verb !== 'get') headers['X-Requested-With'] = 'zhangbian'
  if (options.idempotencyKey !== undefined) headers['Idempotency-Key'] = options.idempotencyKey
  const request: RequestInit = { method: verb.toUpperCase(), headers, credentials: 'same-origin', cache: 'no-cache', keepalive: options.keepalive ?? false }
  const form = options.form ?? options.body
  if (form instanceof FormData) {
    request.body = form
  } else if (verb !== 'get') {
    headers['Content-Type'] = 'application/json'
    request.body = JSON.stringify(options.body ?? {})
  }
  return request
}

export function addressOf(template: string, { path = {}, query = {} }: Pick<RawOptions, 'path' | 'query'>): string {
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(path[name] ?? '')))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? filled : `${filled}?${text}`
}
