import { onScopeDispose, ref, watch, type Ref } from 'vue'

import type { UnitRow } from './types'
import { api } from '@/shared/api/client'
import { usePages, type Pages } from '@/shared/api/usePages'

const PAUSE_MS = 180

/** Units as the person types: asked a moment after the last key, an overtaken answer is dropped. */
export function useUnitSearch(): { query: Ref<string>; results: Pages<UnitRow> } {
  const query = ref('')
  const results = usePages<UnitRow>(
    (page, signal) => api.get('/api/v1/register/units', { query: { ...queryOf(query.value), ...page }, signal }),
    { immediate: false },
  )
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(query, (text) => {
    clearTimeout(timer)
    if (text.trim() === '') results.clear()
    else timer = setTimeout(() => void results.reload(), PAUSE_MS)
  })
  onScopeDispose(() => {
    clearTimeout(timer)
  })
  return { query, results }
}

function queryOf(text: string): { q?: string } {
  const q = text.trim()
  return q === '' ? {} : { q }
}
