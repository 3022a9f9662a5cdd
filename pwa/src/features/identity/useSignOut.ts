/** Signing out takes everything from this device: what was never sent is sent first, or thrown away by the person's own act. */
import { computed, readonly, ref, type ComputedRef, type Ref } from 'vue'
import { useRouter } from 'vue-router'

import { signOut } from './session'
import { discardAll, flush, gather, pending, type Command } from '@/shared/offline/queue'

export interface SignOut {
  /** What would be lost. */
  readonly unsent: ComputedRef<readonly Command[]>
  readonly busy: Readonly<Ref<boolean>>
  /** Whether sending was tried and something is still here. */
  readonly failed: Readonly<Ref<boolean>>
  /** Has what is still being held back stored and sent, so that `unsent` is the truth. */
  prepare: () => Promise<void>
  /** Sends what waits, and signs out if nothing is left. */
  leave: () => Promise<void>
  discardAndLeave: () => Promise<void>
}

export function useSignOut(): SignOut {
  const router = useRouter()
  const busy = ref(false)
  const failed = ref(false)

  async function prepare(): Promise<void> {
    failed.value = false
    await gather()
    await flush()
  }

  async function leave(): Promise<void> {
    busy.value = true
    // Also reads what an earlier life of the app left here.
    await flush()
    failed.value = pending.size > 0
    if (!failed.value) await end()
    busy.value = false
  }

  async function discardAndLeave(): Promise<void> {
    busy.value = true
    await discardAll()
    await end()
    busy.value = false
  }

  async function end(): Promise<void> {
    await signOut()
    await router.replace('/sign-in')
  }

  return { unsent: computed(() => [...pending.values()]), busy: readonly(busy), failed: readonly(failed), prepare, leave, discardAndLeave }
}
