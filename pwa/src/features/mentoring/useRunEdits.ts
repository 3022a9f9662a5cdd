import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'

import type { ProposedPair, Rule, Run } from './mentoring.api'
import { api } from '@/shared/api/client'
import { ApiError } from '@/shared/api/errors'

export interface RunEdits {
  readonly busy: Readonly<Ref<boolean>>
  readonly problem: Readonly<ShallowRef<unknown>>
  /** Rules that two people who change mentors would break, and what sets them aside. */
  readonly against: Readonly<ShallowRef<{ readonly rules: readonly Rule[]; readonly again: () => Promise<void> } | null>>
  place: (menteeId: string, mentorId: string, setAside: readonly Rule[]) => Promise<void>
  swap: (menteeIds: readonly [string, string], setAside?: readonly Rule[]) => Promise<void>
  pin: (pair: ProposedPair) => Promise<void>
  drop: (menteeId: string) => Promise<void>
  /** Computes anew, confirms or discards. */
  decide: (what: 'computation' | 'confirmation' | 'discard') => Promise<void>
  forgetAgainst: () => void
}

/** What a person does with a proposal; after each change `reload` fetches what it led to. */
export function useRunEdits(run: Readonly<ShallowRef<Run | null>>, reload: () => Promise<void>): RunEdits {
  const busy = ref(false)
  const problem = shallowRef<unknown>(null)
  const against = shallowRef<RunEdits['against']['value']>(null)

  async function change(act: (path: { run_id: string }, version: number) => Promise<unknown>, again?: (rules: readonly Rule[]) => Promise<void>): Promise<void> {
    if (busy.value || run.value === null) return
    busy.value = true
    problem.value = null
    against.value = null
    try {
      await act({ run_id: run.value.id }, run.value.version)
    } catch (error) {
      if (again !== undefined && error instanceof ApiError && error.code === 'pair_against_rules') {
        const rules = error.facts['rules'] as readonly Rule[]
        against.value = { rules, again: () => again(rules) }
      } else problem.value = error
    } finally {
      await reload()
      busy.value = false
    }
  }

  function place(menteeId: string, mentorId: string, setAside: readonly Rule[]): Promise<void> {
    const aside = setAside as never
    return change(
      (path, version) => api.put('/api/v1/mentoring/runs/{run_id}/pairs/{mentee_id}', { path: { ...path, mentee_id: menteeId }, body: { mentor_id: mentorId, set_aside: aside, version } }),
      (rules) => place(menteeId, mentorId, [...setAside, ...rules]),
    )
  }

  function swap(menteeIds: readonly [string, string], setAside: readonly Rule[] = []): Promise<void> {
    const body = { mentee_ids: [...menteeIds], set_aside: setAside as never }
    return change(
      (path, version) => api.post('/api/v1/mentoring/runs/{run_id}/swaps', { path, body: { ...body, version } }),
      (rules) => swap(menteeIds, [...setAside, ...rules]),
    )
  }

  function pin(pair: ProposedPair): Promise<void> {
    return change((path, version) => api.put('/api/v1/mentoring/runs/{run_id}/pairs/{mentee_id}/pin', { path: { ...path, mentee_id: pair.mentee_id }, body: { pinned: !pair.pinned, version } }))
  }

  function drop(menteeId: string): Promise<void> {
    return change((path, version) => api.delete('/api/v1/mentoring/runs/{run_id}/pairs/{mentee_id}', { path: { ...path, mentee_id: menteeId }, query: { version } }))
  }

  function decide(what: 'computation' | 'confirmation' | 'discard'): Promise<void> {
    return change((path, version) => api.post(`/api/v1/mentoring/runs/{run_id}/${what}`, { path, body: { version } }))
  }

  return { busy, problem, against, place, swap, pin, drop, decide, forgetAgainst: () => { against.value = null } }
}
