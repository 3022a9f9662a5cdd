/**
 * One thing fetched from the server, with every state that a page must tell apart: not yet there, there,
 * there but not refreshed (no network), refused. What was fetched last stays in memory only.
 */
import { nextTick, onScopeDispose, readonly, shallowRef, type ShallowRef } from 'vue'

import { useRefresh } from './useRefresh'

export interface Resource<Value> {
  /** null until the first answer. */
  readonly data: Readonly<ShallowRef<Value | null>>
  /** Why the latest attempt failed; `data` may still hold an earlier answer. */
  readonly error: Readonly<ShallowRef<unknown>>
  readonly busy: Readonly<ShallowRef<boolean>>
  readonly loadedAt: Readonly<ShallowRef<Date | null>>
  /** Fetches anew; resolves with the latest answer, also where a signal asked again meanwhile; never rejects, see `error`. */
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

const loading = new Set<Promise<void>>()

/** Resolves once nothing on the screen is being fetched, nor will be for what was fetched last. */
export async function whenLoaded(): Promise<void> {
  await nextTick()
  while (loading.size > 0) {
    await Promise.all(loading)
    await nextTick()
  }
}

export function useResource<Value>(fetcher: (signal: AbortSignal) => Promise<Value>, { topics, immediate = true }: ResourceOptions = {}): Resource<Value> {
  const data = shallowRef<Value | null>(null)
  const error = shallowRef<unknown>(null)
  const busy = shallowRef(false)
  const loadedAt = shallowRef<Date | null>(null)
  let running: AbortController | null = null
  let latest = Promise.resolve()

  function reload(): Promise<void> {
    const mine = fetchAnew()
    latest = mine
    loading.add(mine)
    void mine.then(() => loading.delete(mine))
    return mine
  }

  async function fetchAnew(): Promise<void> {
    running?.abort()
    const mine = new AbortController()
    running = mine
    busy.value = true
    try {
      const value = await fetcher(mine.signal)
      if (running === mine) put(value)
    } catch (caught) {
      if (running === mine) error.value = caught
    }
    if (running === mine) busy.value = false
    else await latest
  }

  function put(value: Value): void {
    data.value = value
    error.value = null
    loadedAt.value = new Date()
  }

  function clear(): void {
    running?.abort()
    running = null
    latest = Promise.resolve()
    data.value = null
    error.value = null
    busy.value = false
  }

  onScopeDispose(clear)
  if (topics !== undefined) useRefresh(reload, topics)
  if (immediate) void reload()
  return { data, error: readonly(error), busy: readonly(busy), loadedAt: readonly(loadedAt), reload, put, clear }
}
