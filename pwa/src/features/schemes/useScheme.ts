/** A scheme on the desk: fetched, changed in the form, saved at the revision it was read at, tried and adopted. */
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'

import { dataOf, emptyRow, inOrder, problemsByRow, rowOf, type Row } from './schemeForm'
import { adoptScheme, fetchScheme, tryScheme, writeScheme, type Problem, type Scheme } from './schemes.api'
import { ApiError } from '@/shared/api/errors'
import { useRefresh } from '@/shared/api/useRefresh'
import { useResource, type Resource } from '@/shared/api/useResource'

export interface SchemeDesk {
  readonly scheme: Resource<Scheme>
  readonly rows: Ref<Row[]>
  /** What the server said of the last save, by row; '' for the scheme as a whole. */
  readonly problems: ComputedRef<ReadonlyMap<string, readonly Problem[]>>
  readonly dirty: ComputedRef<boolean>
  readonly busy: Ref<boolean>
  /** The worker is trying it. */
  readonly trying: Ref<boolean>
  readonly refusal: ShallowRef<unknown>
  readonly stale: ComputedRef<boolean>
  add: (dimension: string) => void
  remove: (id: string) => void
  save: () => Promise<boolean>
  /** Saves, then tries it on a year's evidence. */
  tryOut: (year: number, compareWith: string | null) => Promise<void>
  adopt: (reason: string) => Promise<void>
}

export function useScheme(id: string): SchemeDesk {
  const rows = ref<Row[]>([])
  const kept = ref('')
  const found = shallowRef<{ problems: readonly Problem[]; ids: readonly string[] }>({ problems: [], ids: [] })
  const busy = ref(false)
  const trying = ref(false)
  const refusal = shallowRef<unknown>(null)
  let made = 0
  const nextId = (): string => `row-${String((made += 1))}`
  const written = (): string => JSON.stringify(inOrder(rows.value).map(dataOf))
  const scheme = useResource(async (signal) => {
    const answer = await fetchScheme(id, signal)
    take(answer)
    return answer
  })

  /** What is in the form gives way to what the server holds. */
  function take(answer: Scheme): void {
    rows.value = answer.indicators.map((data) => rowOf(data, nextId()))
    found.value = { problems: answer.problems, ids: rows.value.map((row) => row.id) }
    kept.value = written()
    refusal.value = null
  }

  async function run(act: () => Promise<void>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    refusal.value = null
    try {
      await act()
      return true
    } catch (error) {
      refusal.value = error
      return false
    } finally {
      busy.value = false
    }
  }

  async function store(): Promise<void> {
    const held = scheme.data.value
    if (held === null) return
    const sent = inOrder(rows.value)
    const text = written()
    const answer = await writeScheme(id, held.revision, sent.map(dataOf))
    found.value = { problems: answer.problems, ids: sent.map((row) => row.id) }
    kept.value = text
    scheme.put(answer)
  }

  /** The trial alone: what is being written stays. */
  async function look(): Promise<void> {
    const held = scheme.data.value
    if (held === null) return
    const answer = await fetchScheme(id)
    if (answer.revision === held.revision) scheme.put(answer)
    trying.value = trying.value && answer.simulation?.run_at === held.simulation?.run_at
  }

  useRefresh(() => {
    if (trying.value) void look().catch(() => undefined)
  }, ['job_progress'])

  async function tryOut(year: number, compareWith: string | null): Promise<void> {
    await run(async () => {
      if (written() !== kept.value) await store()
      trying.value = !(await tryScheme(id, year, compareWith))
      await look()
    })
  }

  async function adopt(reason: string): Promise<void> {
    const held = scheme.data.value
    if (held === null) return
    await adoptScheme(id, held.revision, reason)
    scheme.put(await fetchScheme(id))
  }

  return {
    scheme,
    rows,
    problems: computed(() => problemsByRow(found.value.problems, found.value.ids)),
    dirty: computed(() => scheme.data.value !== null && written() !== kept.value),
    busy,
    trying,
    refusal,
    stale: computed(() => refusal.value instanceof ApiError && refusal.value.code === 'scheme_stale'),
    add: (dimension) => rows.value.push(emptyRow(dimension, nextId())),
    remove: (gone) => (rows.value = rows.value.filter((row) => row.id !== gone)),
    save: () => run(store),
    tryOut,
    adopt,
  }
}
