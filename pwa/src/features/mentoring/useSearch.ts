import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'

const PAUSE_MS = 300

export interface Search<Found> {
  readonly query: Ref<string>
  /** null until something was looked for. */
  readonly found: Readonly<ShallowRef<readonly Found[] | null>>
  readonly failure: Readonly<ShallowRef<unknown>>
  /** Looks again at once, for instance after something changed. */
  look: () => Promise<void>
  reset: () => void
}

/** Looks for what is typed, a moment after the last key; only the latest answer counts. */
export function useSearch<Found>(fetcher: (query: string) => Promise<readonly Found[]>): Search<Found> {
  const query = ref('')
  const found = shallowRef<readonly Found[] | null>(null)
  const failure = shallowRef<unknown>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0

  async function look(): Promise<void> {
    clearTimeout(timer)
    const mine = (asked += 1)
    try {
      const answer = await fetcher(query.value.trim())
      if (mine === asked) found.value = answer
      failure.value = null
    } catch (error) {
      if (mine === asked) failure.value = error
    }
  }

  function reset(): void {
    clearTimeout(timer)
    asked += 1
    query.value = ''
    found.value = null
    failure.value = null
  }

  watch(query, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void look(), PAUSE_MS)
  })
  onScopeDispose(() => {
    clearTimeout(timer)
  })
  return { query, found, failure, look, reset }
}
