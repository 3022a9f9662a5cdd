/**
 * One thing fetched from the server, with every state that a page must tell apart: not yet there, there,
 * there but not refreshed (no network), refused. What was fetched last stays in memory only.
 */
import { onScopeDispose, readonly, shallowRef, type ShallowRef } from 'vue'

import { useRefresh } from './useRefresh'

export interface Resource<Value> {
  /** null until the first answer. */
  readonly data: Readonly<ShallowRef<Value | null>>
  /** Why the latest attempt failed; `data` may still hold an earlier answer. */
  readonly error: Readonly<ShallowRef<unknown>>
  readonly busy: Readonly<ShallowRef<boolean>>
  readonly loadedAt: Readonly<ShallowRef<Date | null>>
  /** Fetches anew; never rejects, see `error`. */
  reload: () => Promise<void>
  /** Shows another value, for example the answer of a command. */
  put: (value: Value) => void
  /** Forgets the answer, for a thing of another id. */
  clear: () => void
}

export interface ResourceOptions {
  /** Signals after which the value is fetched again. */
  readonly topics?: readonly string[]
  /** False when the first fetch waits for a call of `reload`. */
  readonly immediate?: boolean
}

export function useResource<Value>(fetcher: (signal: AbortSignal) => Promise<Value>, { topics, immediate = true }: ResourceOptions = {}): Resource<Value> {
  const data = shallowRef<Value | null>(null)
  const error = shallowRef<unknown>(null)
  const busy = shallowRef(false)
  const loadedAt = shallowRef<Date | null>(null)
  let running: AbortController | null = null

  async function reload(): Promise<void> {
    running?.abort()
    const mine = new AbortController()
    running = mine
    busy.value = true
    try {
      const value = await fetcher(mine.signal)
      if (running === mine) put(value)
    } catch (caught) {
      if (running === mine) error.value = caught
    } finally {
      if (running === mine) busy.value = false
    }
  }

  function put(value: Value): void {
    data.value = value
    error.value = null
    loadedAt.value = new Date()
  }

  function clear(): void {
    running?.abort()
    running = null
    data.value = null
    error.value = null
    busy.value = false
  }

  onScopeDispose(clear)
  if (topics !== undefined) useRefresh(reload, topics)
  if (immediate) void reload()
  return { data, error: readonly(error), busy: readonly(busy), loadedAt: readonly(loadedAt), reload, put, clear }
}
