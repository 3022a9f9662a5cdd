import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'

import { newCommandId } from '@/shared/api/client'
import { ApiError } from '@/shared/api/errors'

export interface Filing {
  readonly busy: Ref<boolean>
  readonly problem: ShallowRef<unknown>
  /** Runs `send` once at a time; true when it was answered well. */
  submit: (send: (commandId: string) => Promise<void>) => Promise<boolean>
}

/** Sends a form under one command id until it is answered; a corrected form is another command. */
export function useFiling(): Filing {
  const busy = ref(false)
  const problem = shallowRef<unknown>(null)
  let commandId = newCommandId()

  async function submit(send: (commandId: string) => Promise<void>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    problem.value = null
    try {
      await send(commandId)
      return true
    } catch (error) {
      problem.value = error
      if (error instanceof ApiError && !error.unanswered) commandId = newCommandId()
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, problem, submit }
}
