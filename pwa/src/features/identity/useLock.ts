/**
 * A phone that lies about locks itself: the session goes on, but the screen shows nothing until its holder
 * says the password again. How soon is a setting of the office (phone_lock_minutes).
 */
import { onScopeDispose, readonly, ref, watch, type Ref } from 'vue'

import { isIdleFor, touched } from './idleness'
import { session } from './session'
import { api } from '@/shared/api/client'

const LOOK_EVERY_MS = 10_000
const TOUCHES = ['pointerdown', 'keydown'] as const

export interface Lock {
  readonly locked: Readonly<Ref<boolean>>
  /** Rejects with the ApiError of a wrong password. */
  unlock: (password: string) => Promise<void>
}

export function useLock(): Lock {
  const locked = ref(false)

  /** A touch counts only while the app is open: knocking on the lock does not keep it open. */
  function touch(): void {
    look()
    if (!locked.value) touched()
  }

  function look(): void {
    if (session.status !== 'signed-in') locked.value = false
    else if (session.lockSeconds !== null && isIdleFor(session.lockSeconds)) locked.value = true
  }

  async function unlock(password: string): Promise<void> {
    await api.post('/api/v1/session/unlocking', { body: { current: password }, outside: true })
    touched()
    locked.value = false
  }

  const timer = setInterval(look, LOOK_EVERY_MS)
  document.addEventListener('visibilitychange', look)
  for (const name of TOUCHES) document.addEventListener(name, touch, { capture: true, passive: true })
  watch(() => session.status, look, { immediate: true, flush: 'sync' })
  onScopeDispose(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
    for (const name of TOUCHES) document.removeEventListener(name, touch, { capture: true })
  })
  return { locked: readonly(locked), unlock }
}
