import { onScopeDispose, watch } from 'vue'

import type { EntryLine } from './desk.api'
import { api } from '@/shared/api/client'
import { usePages, type Pages } from '@/shared/api/usePages'

export type EntryList = 'published' | 'useful' | 'withdrawn'

const PAUSE_MS = 220

/** Frequent questions as the person types, or a whole list while nothing is typed and one is named. */
export function useEntrySearch(query: () => string, list: () => EntryList | null): Pages<EntryLine> {
  const pages = usePages<EntryLine>(
    (page, signal) => {
      const q = query().trim()
      return api.get('/api/v1/desk/faq', { query: { ...(q === '' ? { which: list() ?? 'published' } : { q }), ...page }, signal })
    },
    { immediate: false },
  )
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    [query, list],
    ([text, which], before) => {
      clearTimeout(timer)
      if (which !== before[1]) pages.clear()
      if (text.trim() === '' && which === null) pages.clear()
      else timer = setTimeout(() => void pages.reload(), text === (before[0] ?? '') ? 0 : PAUSE_MS)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
  })
  return pages
}
