import { ref, watch, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'

import { today } from '@/shared/i18n/format'

export interface ChosenYear {
  readonly year: Ref<number>
  /** The years between which `YearChoice` turns. */
  readonly first: number
  readonly last: number
}

/** How far back anybody looks; what was kept of earlier years is found by search, not by turning. */
const YEARS_BACK = 5

/** The year a page is about: `?year=` where it says one, else this year. It stays when the page is come back to. */
export function useChosenYear({ ahead = 0 }: { readonly ahead?: number } = {}): ChosenYear {
  const route = useRoute()
  const router = useRouter()
  const thisYear = Number(today().slice(0, 4))
  const [first, last] = [thisYear - YEARS_BACK, thisYear + ahead]
  const asked = Number(route.query['year'])
  const year = ref(Number.isInteger(asked) && asked >= first && asked <= last ? asked : thisYear)
  watch(year, (chosen) => void router.replace({ query: { ...route.query, year: String(chosen) } }))
  return { year, first, last }
}
