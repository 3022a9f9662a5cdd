/** One act of the desk: sent once for each intention, with what came of it. */
import { shallowRef, type ShallowRef } from 'vue'

import { newCommandId } from '@/shared/api/client'
import { ApiError } from '@/shared/api/errors'

export interface Act {
  readonly busy: Readonly<ShallowRef<boolean>>
  readonly problem: ShallowRef<unknown>
  /** Whether it was done. */
  run: () => Promise<boolean>
}

export function useAct(act: (idempotencyKey: string) => Promise<void>): Act {
  const busy = shallowRef(false)
  const problem = shallowRef<unknown>(null)
  let commandId = newCommandId()

  async function run(): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    problem.value = null
    try {
      await act(commandId)
      commandId = newCommandId()
      return true
    } catch (error) {
      problem.value = error
      if (error instanceof ApiError && !error.unanswered) commandId = newCommandId()
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, problem, run }
}
