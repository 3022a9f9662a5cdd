import { onScopeDispose, readonly, shallowRef, watch, type ShallowRef } from 'vue'

import type { MatterForm, Preview } from './types'
import { api } from '@/shared/api/client'
import { ApiError, type Facts } from '@/shared/api/errors'

export interface Problem {
  readonly code: string
  readonly facts: Facts
}

export interface Rehearsal {
  /** What filing would do, or null while the form is not complete. */
  readonly preview: Readonly<ShallowRef<Preview | null>>
  readonly problems: Readonly<ShallowRef<readonly Problem[]>>
}

const PAUSE_MS = 600

/**
 * Asks the server, a moment after the last change, what filing this form would meet. Nothing is written.
 *
 * @param form the form on the wire, or null while something required is missing
 */
export function useRehearsal(kind: string, unitId: string, form: () => MatterForm | null): Rehearsal {
  const preview = shallowRef<Preview | null>(null)
  const problems = shallowRef<readonly Problem[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: AbortController | null = null

  watch(
    () => JSON.stringify(form()),
    () => {
      clearTimeout(timer)
      running?.abort()
      timer = setTimeout(() => void ask(), PAUSE_MS)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
    running?.abort()
  })

  async function ask(): Promise<void> {
    const body = form()
    preview.value = null
    problems.value = []
    if (body === null) return
    running = new AbortController()
    try {
      const answer = await api.post('/api/v1/approvals/matters/check', { body: { kind, subject_id: unitId, form: body }, signal: running.signal })
      preview.value = answer.preview
      problems.value = answer.problems
    } catch (error) {
      // Without a network the form is simply not rehearsed; filing it will say so.
      if (error instanceof ApiError && !error.unanswered) problems.value = [{ code: error.code, facts: error.facts }]
    }
  }

  return { preview: readonly(preview) as Rehearsal['preview'], problems: readonly(problems) as Rehearsal['problems'] }
}
