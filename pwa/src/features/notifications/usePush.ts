import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'

import { deviceLabel, needsInstalling } from './device'
import type { PushSettings } from './types'
import { api } from '@/shared/api/client'
import { useResource, type Resource } from '@/shared/api/useResource'
import { currentSubscription, subscribePush, unsubscribePush, type PushOutcome } from '@/shared/push/subscription'

/** Where push stands on this device. Only `on` is on; each other state says what to do next. */
export type PushState = 'checking' | 'on' | 'off' | 'denied' | 'unsupported' | 'needs-install' | 'unreachable' | 'not-offered'

export interface PushOfDevice {
  readonly settings: Resource<PushSettings>
  readonly state: ComputedRef<PushState>
  readonly busy: Ref<boolean>
  readonly problem: ShallowRef<unknown>
  switchOn: () => Promise<void>
  switchOff: () => Promise<void>
  remove: (subscriptionId: string) => Promise<void>
  test: () => Promise<boolean>
}

/** Push on this device and on the account's others. */
export function usePush(): PushOfDevice {
  const settings = useResource<PushSettings>((signal) => api.get('/api/v1/push', { signal }))
  const outcome = shallowRef<PushOutcome | null>(null)
  const busy = ref(false)
  const problem = shallowRef<unknown>(null)

  const state = computed<PushState>(() => {
    if (settings.data.value === null || outcome.value === null) return 'checking'
    if (!settings.data.value.enabled) return 'not-offered'
    if (needsInstalling(navigator.userAgent, isStandalone())) return 'needs-install'
    // The server may have dropped a subscription that the browser still has: then it is off.
    if (outcome.value.state === 'subscribed') return settings.data.value.subscriptions.some((one) => one.this_session) ? 'on' : 'off'
    return outcome.value.state === 'not-subscribed' ? 'off' : outcome.value.state
  })

  async function run(act: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    problem.value = null
    try {
      await act()
      await settings.reload()
    } catch (error) {
      problem.value = error
    } finally {
      busy.value = false
    }
  }

  function switchOn(): Promise<void> {
    return run(async () => {
      const publicKey = settings.data.value?.public_key
      if (publicKey === null || publicKey === undefined) return
      outcome.value = await subscribePush(publicKey)
      if (outcome.value.state !== 'subscribed') return
      const { endpoint, keys } = outcome.value.subscription
      await api.post('/api/v1/push/subscriptions', { body: { endpoint, keys, device_label: deviceLabel(navigator.userAgent) } })
    })
  }

  function switchOff(): Promise<void> {
    return run(async () => {
      const own = settings.data.value?.subscriptions.filter((one) => one.this_session) ?? []
      await unsubscribePush()
      outcome.value = { state: 'not-subscribed' }
      for (const one of own) await api.delete('/api/v1/push/subscriptions/{subscription_id}', { path: { subscription_id: one.id } })
    })
  }

  function remove(subscriptionId: string): Promise<void> {
    return run(async () => {
      await api.delete('/api/v1/push/subscriptions/{subscription_id}', { path: { subscription_id: subscriptionId } })
    })
  }

  async function test(): Promise<boolean> {
    await run(async () => {
      await api.post('/api/v1/push/test')
    })
    return problem.value === null
  }

  void currentSubscription().then((found) => {
    outcome.value = found
  })
  return { settings, state, busy, problem, switchOn, switchOff, remove, test }
}

function isStandalone(): boolean {
  return window.matchMedia('(display-mode: standalone)').matches
}
