/** A year that is fetched anew whenever another one is chosen; `?year=` says with which to begin. */
import { computed, ref, watch, type Ref, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

import type { Year } from './year.api'
import { useResource, type Resource } from '@/shared/api/useResource'
import { today } from '@/shared/i18n/format'

export interface YearShown {
  readonly resource: Resource<Year>
  /** The year as a choice is written. */
  readonly chosen: WritableComputedRef<string>
  readonly year: Ref<number>
  readonly choices: readonly { readonly value: string; readonly text: string }[]
}

export function useYear(fetcher: (year: number, signal: AbortSignal) => Promise<Year>): YearShown {
  const thisYear = Number(today().slice(0, 4))
  const route = useRoute()
  const router = useRouter()
  const shown = [thisYear - 1, thisYear]
  const year = ref(shown.find((one) => String(one) === route.query['year']) ?? thisYear)
  const resource = useResource((signal) => fetcher(year.value, signal), { topics: ['notices_changed'] })
  watch(year, (chosen) => {
    void router.replace({ query: { ...route.query, year: String(chosen) } })
    resource.clear()
    void resource.reload()
  })
  return {
    resource,
    year,
    chosen: computed({ get: () => String(year.value), set: (value) => (year.value = Number(value)) }),
    choices: shown.map((one) => ({ value: String(one), text: String(one) })),
  }
}
