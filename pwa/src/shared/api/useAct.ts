/**
 * The acts of one page or sheet: one at a time, each over only when what it changed has been loaded anew. Until
 * then nothing can be sent that rests on an older version.
 */
import { shallowRef, type ShallowRef } from 'vue'

import { newCommandId } from './client'
import { ApiError } from './errors'
import { whenLoaded } from './useResource'

export interface Act {
  readonly busy: Readonly<ShallowRef<boolean>>
  /** Why the last one was refused. */
  readonly problem: ShallowRef<unknown>
  /** Something else is meant from here on, as when a sheet is opened anew: nothing was refused yet, another key. */
  renew: () => void
  /** Whether it was done. The key stays the same until an answer came, so that what is sent again is done once. */
  run: (act: (idempotencyKey: string) => Promise<unknown>) => Promise<boolean>
}

export function useAct(): Act {
  const busy = shallowRef(false)
  const problem = shallowRef<unknown>(null)
  let commandId = newCommandId()

  function renew(): void {
    problem.value = null
    commandId = newCommandId()
  }

  async function run(act: (idempotencyKey: string) => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    problem.value = null
    try {
      await act(commandId)
      commandId = newCommandId()
      await whenLoaded()
      return true
    } catch (error) {
      problem.value = error
      if (!(error instanceof ApiError && error.unanswered)) commandId = newCommandId()
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, problem, renew, run }
}
