import { afterEach, describe, expect, it } from 'vitest'
import { effectScope, type EffectScope } from 'vue'

import { ApiError } from './errors'
import { useAct } from './useAct'
import { useResource } from './useResource'

/** A thing with a version, as a server keeps it: what rests on an older one is refused. */
function thing() {
  const kept = { version: 1 }
  const answers: (() => void)[] = []
  return {
    kept,
    /** Lets the oldest fetch that waits have its answer. */
    answer: () => answers.shift()?.(),
    fetch: (signal: AbortSignal) =>
      new Promise<{ version: number }>((resolve, reject) => {
        answers.push(() => {
          resolve({ ...kept })
        })
        signal.addEventListener('abort', () => {
          reject(new Error('aborted'))
        })
      }),
    send: (version: number) => {
      if (version !== kept.version) return Promise.reject(new ApiError('round_changed', 409, {}))
      kept.version += 1
      return Promise.resolve()
    },
  }
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

let scope: EffectScope

function inScope<Value>(set: () => Value): Value {
  scope = effectScope()
  const made = scope.run(set)
  if (made === undefined) throw new Error('the scope has ended')
  return made
}

afterEach(() => {
  scope.stop()
})

describe('an act', () => {
  it('is over when what it changed was loaded, not before', async () => {
    const server = thing()
    const { found, act } = inScope(() => ({ found: useResource(server.fetch), act: useAct() }))
    server.answer()
    await turns()
    expect(found.data.value).toEqual({ version: 1 })

    const first = act.run(async () => {
      await server.send(found.data.value?.version ?? 0)
      void found.reload()
    })
    await turns()
    expect([server.kept.version, act.busy.value]).toEqual([2, true])
    // A quick second tap finds the version of before, and sends nothing.
    expect(await act.run(() => server.send(found.data.value?.version ?? 0))).toBe(false)
    expect([server.kept.version, act.problem.value]).toEqual([2, null])

    server.answer()
    expect(await first).toBe(true)
    expect([found.data.value, act.busy.value]).toEqual([{ version: 2 }, false])
    expect(await act.run(() => server.send(found.data.value?.version ?? 0))).toBe(true)
  })

  it('waits for the fetch that a signal began anew meanwhile', async () => {
    const server = thing()
    const { found, act } = inScope(() => ({ found: useResource(server.fetch), act: useAct() }))
    server.answer()
    await turns()
    const done = act.run(async () => {
      await server.send(1)
      await found.reload()
    })
    await turns()
    void found.reload()
    server.answer() // of the one that was given up
    await turns()
    expect([act.busy.value, found.data.value]).toEqual([true, { version: 1 }])
    server.answer()
    expect(await done).toBe(true)
    expect(found.data.value).toEqual({ version: 2 })
  })

  it('keeps its key until there was an answer', async () => {
    const act = inScope(() => useAct())
    const keys: string[] = []
    const sending = (outcome: () => Promise<unknown>) => (key: string) => {
      keys.push(key)
      return outcome()
    }
    expect(await act.run(sending(() => Promise.reject(new ApiError('offline', 0, {}))))).toBe(false)
    expect(await act.run(sending(() => Promise.reject(new ApiError('round_changed', 409, {}))))).toBe(false)
    expect(act.problem.value).toMatchObject({ code: 'round_changed' })
    expect(await act.run(sending(() => Promise.resolve()))).toBe(true)
    expect(keys[1]).toBe(keys[0])
    expect(new Set(keys).size).toBe(2)
    expect(act.problem.value).toBeNull()
  })
})
