import { computed, shallowRef, toValue, watch, type ComputedRef, type MaybeRefOrGetter, type Ref } from 'vue'

import { keepAnswer, lastAnswer, type Kept } from './lastAnswers'
import { ApiError } from '@/shared/api/errors'
import { useResource } from '@/shared/api/useResource'

export interface KeptResource<Value> {
  readonly data: ComputedRef<Value | null>
  readonly error: Readonly<Ref<unknown>>
  readonly loadedAt: ComputedRef<Date | null>
  reload: () => Promise<void>
  /** Shows and keeps another value, for example the answer of a command. */
  put: (value: Value) => void
}

/** One thing fetched from the server that can also be read without a network, as it was answered last; another `key` is another thing. */
export function useKept<Value>(key: MaybeRefOrGetter<string>, fetcher: (signal: AbortSignal) => Promise<Value>): KeptResource<Value> {
  const kept = shallowRef<Kept | null>(null)
  const resource = useResource(
    async (signal) => {
      const asked = toValue(key)
      const value = await fetcher(signal)
      void keepAnswer(asked, value)
      return value
    },
    { topics: ['notices_changed'] },
  )

  async function lookUp(wanted: string): Promise<void> {
    kept.value = null
    const found = await lastAnswer(wanted)
    if (wanted === toValue(key)) kept.value = found
  }

  void lookUp(toValue(key))
  watch(
    () => toValue(key),
    (next) => {
      void lookUp(next)
      resource.clear()
      void resource.reload()
    },
  )
  /** Only where the server could not be reached: what it refuses is not shown from memory. */
  const standsIn = computed(() => resource.data.value === null && resource.error.value instanceof ApiError && resource.error.value.unanswered)
  return {
    data: computed(() => resource.data.value ?? (standsIn.value ? ((kept.value?.value ?? null) as Value | null) : null)),
    error: resource.error,
    loadedAt: computed(() => (resource.data.value === null ? (kept.value?.at ?? null) : resource.loadedAt.value)),
    reload: resource.reload,
    put(value) {
      resource.put(value)
      void keepAnswer(toValue(key), value)
    },
  }
}
