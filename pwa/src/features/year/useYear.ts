/** A year that is fetched anew whenever another one is chosen. */
import { computed, ref, watch, type Ref, type WritableComputedRef } from 'vue'

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
  const year = ref(thisYear)
  const resource = useResource((signal) => fetcher(year.value, signal), { topics: ['notices_changed'] })
  watch(year, () => {
    resource.clear()
    void resource.reload()
  })
  return {
    resource,
    year,
    chosen: computed({ get: () => String(year.value), set: (value) => (year.value = Number(value)) }),
    choices: [thisYear - 1, thisYear].map((one) => ({ value: String(one), text: String(one) })),
  }
}
