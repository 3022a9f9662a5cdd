/**
 * A scheme on the desk: fetched, changed in the form and checked while it is being written, saved at the revision it was
 * read at, tried and adopted.
 */
import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'

import { dataOf, emptyRow, inOrder, isBlank, problemsByRow, rowOf, type Row } from './schemeForm'
import { adoptScheme, checkScheme, fetchScheme, tryScheme, writeScheme, type Problem, type Scheme } from './schemes.api'
import { ApiError } from '@/shared/api/errors'
import { useRefresh } from '@/shared/api/useRefresh'
import { useResource, type Resource } from '@/shared/api/useResource'

export interface SchemeDesk {
  readonly scheme: Resource<Scheme>
  readonly rows: Ref<Row[]>
  /** What the server says of what stands in the form, by row; '' for the scheme as a whole. */
  readonly problems: ComputedRef<ReadonlyMap<string, readonly Problem[]>>
  readonly dirty: ComputedRef<boolean>
  readonly busy: Ref<boolean>
  /** The worker is trying it. */
  readonly trying: Ref<boolean>
  readonly refusal: ShallowRef<unknown>
  readonly stale: ComputedRef<boolean>
  /** The id of the new row. */
  add: (dimension: string) => string
  remove: (id: string) => void
  save: () => Promise<boolean>
  /** Saves, then tries it on a year's evidence. */
  tryOut: (year: number, compareWith: string | null) => Promise<void>
  adopt: (reason: string) => Promise<void>
}

/** Who writes pauses so long before what stands there is looked at. */
const PAUSE_MS = 400

export function useScheme(id: string): SchemeDesk {
  const rows = ref<Row[]>([])
  const kept = ref('')
  const found = shallowRef<{ problems: readonly Problem[]; ids: readonly string[] }>({ problems: [], ids: [] })
  const busy = ref(false)
  const trying = ref(false)
  const refusal = shallowRef<unknown>(null)
  /** A row that nobody has filled in yet is not called wrong before it is sent. */
  const sent = ref(false)
  let checking: AbortController | null = null
  let pause: ReturnType<typeof setTimeout> | undefined
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
    sent.value = false
  }

  /** Without a network nothing new is said; the next save says it. */
  async function check(): Promise<void> {
    checking?.abort()
    checking = new AbortController()
    const { signal } = checking
    const asked = inOrder(rows.value)
    const problems = await checkScheme(id, asked.map(dataOf), signal)
    if (!signal.aborted) found.value = { problems, ids: asked.map((row) => row.id) }
  }

  watch(written, (text) => {
    clearTimeout(pause)
    if (scheme.data.value === null || (text === kept.value && found.value.problems === scheme.data.value.problems)) return
    pause = setTimeout(() => void check().catch(() => undefined), PAUSE_MS)
  })
  onScopeDispose(() => {
    clearTimeout(pause)
    checking?.abort()
  })

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
    sent.value = true
    const asked = inOrder(rows.value)
    const text = written()
    const answer = await writeScheme(id, held.revision, asked.map(dataOf))
    checking?.abort()
    found.value = { problems: answer.problems, ids: asked.map((row) => row.id) }
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
    problems: computed(() => {
      const all = problemsByRow(found.value.problems, found.value.ids)
      if (sent.value) return all
      const blank = new Set(rows.value.filter(isBlank).map((row) => row.id))
      return new Map([...all].filter(([row]) => !blank.has(row)))
    }),
    dirty: computed(() => scheme.data.value !== null && written() !== kept.value),
    busy,
    trying,
    refusal,
    stale: computed(() => refusal.value instanceof ApiError && refusal.value.code === 'scheme_stale'),
    add: (dimension) => {
      const row = emptyRow(dimension, nextId())
      rows.value.push(row)
      return row.id
    },
    remove: (gone) => (rows.value = rows.value.filter((row) => row.id !== gone)),
    save: () => run(store),
    tryOut,
    adopt,
  }
}
