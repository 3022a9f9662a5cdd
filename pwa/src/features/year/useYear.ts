/** A year of somebody or of a unit, fetched anew whenever another one is chosen. */
import { watch } from 'vue'

import type { Year } from './year.api'
import { useResource, type Resource } from '@/shared/api/useResource'
import { useChosenYear, type ChosenYear } from '@/shared/ui/useChosenYear'

export interface YearShown extends ChosenYear {
  readonly resource: Resource<Year>
}

export function useYear(fetcher: (year: number, signal: AbortSignal) => Promise<Year>): YearShown {
  const chosen = useChosenYear()
  const resource = useResource((signal) => fetcher(chosen.year.value, signal), { topics: ['notices_changed'] })
  watch(chosen.year, () => {
    resource.clear()
    void resource.reload()
  })
  return { ...chosen, resource }
}
