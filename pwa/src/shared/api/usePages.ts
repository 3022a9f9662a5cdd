/** A list that the server gives out page by page, by cursor. */
import { computed, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'

import { useResource, type ResourceOptions } from './useResource'

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next_cursor: string | null
}

/** Which page to ask for, as part of a query; empty for the first. */
export interface PageQuery {
  readonly cursor?: string
}
type Fetcher<Item> = (page: PageQuery, signal: AbortSignal) => Promise<Page<Item>>

export interface Pages<Item> {
  /** null until the first page came. */
  readonly items: ComputedRef<readonly Item[] | null>
  readonly error: Readonly<Ref<unknown>>
  readonly busy: ComputedRef<boolean>
  readonly more: ComputedRef<boolean>
  readonly loadedAt: Readonly<ShallowRef<Date | null>>
  /** Fetches anew what is shown. */
  reload: () => Promise<void>
  loadMore: () => Promise<void>
  clear: () => void
  /** Changes the list in memory, for what the person just did. */
  change: (edit: (items: readonly Item[]) => readonly Item[]) => void
}

export function usePages<Item>(fetcher: Fetcher<Item>, options: ResourceOptions = {}): Pages<Item> {
  /** How many pages are shown: a refresh brings as many, so that the list does not shrink under the reader. */
  let shown = 1
  const first = useResource((signal) => fetchPages(fetcher, shown, signal), options)
  const loadingMore = shallowRef(false)
  const moreError = shallowRef<unknown>(null)

  async function loadMore(): Promise<void> {
    const page = first.data.value
    if (page === null || page.next_cursor === null || loadingMore.value) return
    loadingMore.value = true
    moreError.value = null
    try {
      const next = await fetcher({ cursor: page.next_cursor }, new AbortController().signal)
      // A reload meanwhile made this page the continuation of a list that is gone.
      if (first.data.value === page) {
        shown += 1
        first.put(joined(page, next))
      }
    } catch (caught) {
      moreError.value = caught
    } finally {
      loadingMore.value = false
    }
  }

  function change(edit: (items: readonly Item[]) => readonly Item[]): void {
    const page = first.data.value
    if (page !== null) first.put({ ...page, items: edit(page.items) })
  }

  return {
    items: computed(() => first.data.value?.items ?? null),
    error: computed(() => first.error.value ?? moreError.value),
    busy: computed(() => first.busy.value || loadingMore.value),
    more: computed(() => (first.data.value?.next_cursor ?? null) !== null),
    loadedAt: first.loadedAt,
    reload: first.reload,
    loadMore,
    clear: () => {
      shown = 1
      first.clear()
    },
    change,
  }
}

async function fetchPages<Item>(fetcher: Fetcher<Item>, count: number, signal: AbortSignal): Promise<Page<Item>> {
  let page = await fetcher({}, signal)
  for (let fetched = 1; fetched < count && page.next_cursor !== null; fetched += 1) {
    page = joined(page, await fetcher({ cursor: page.next_cursor }, signal))
  }
  return page
}

function joined<Item>(page: Page<Item>, next: Page<Item>): Page<Item> {
  return { items: [...page.items, ...next.items], next_cursor: next.next_cursor }
}
