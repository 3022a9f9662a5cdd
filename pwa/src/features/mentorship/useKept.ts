import { computed, shallowRef, type ComputedRef, type Ref } from 'vue'

import { keepAnswer, lastAnswer, type Kept } from './lastAnswers'
import { ApiError } from '@/shared/api/errors'
import { useResource } from '@/shared/api/useResource'

export interface KeptResource<Value> {
  readonly data: ComputedRef<Value | null>
  readonly error: Readonly<Ref<unknown>>
  readonly loadedAt: ComputedRef<Date | null>
  reload: () => Promise<void>
}

/** One thing fetched from the server that can also be read without a network, as it was answered last. */
export function useKept<Value>(key: string, fetcher: (signal: AbortSignal) => Promise<Value>): KeptResource<Value> {
  const kept = shallowRef<Kept | null>(null)
  const resource = useResource(
    async (signal) => {
      const value = await fetcher(signal)
      void keepAnswer(key, value)
      return value
    },
    { topics: ['notices_changed'] },
  )
  void lastAnswer(key).then((found) => {
    kept.value = found
  })
  /** Only where the server could not be reached: what it refuses is not shown from memory. */
  const standsIn = computed(() => resource.data.value === null && resource.error.value instanceof ApiError && resource.error.value.unanswered)
  return {
    data: computed(() => resource.data.value ?? (standsIn.value ? ((kept.value?.value ?? null) as Value | null) : null)),
    error: resource.error,
    loadedAt: computed(() => resource.loadedAt.value ?? kept.value?.at ?? null),
    reload: resource.reload,
  }
}
