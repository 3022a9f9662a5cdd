/** Work on a whole round that runs in the worker: how far it is, live over the socket. */
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'

import { api, type AnswerOf } from '@/shared/api/client'
import { subscribe, whenReconnected } from '@/shared/realtime'

type Job = AnswerOf<'/api/v1/jobs/{job_id}', 'get'>

/** Where signals do not come (a proxy in between), and for a run that somebody else began. */
const LOOK_AGAIN_MS = 5_000

/** `job_id` is null for one that somebody else began. */
interface Running {
  readonly job_id: string | null
}

export interface Run {
  readonly job: ShallowRef<Job | null>
}

/** Follows `running`; `ended` is called once the run is over, with its job where that is one's own. */
export function useRun(running: () => Running | null, ended: (job: Job | null) => void): Run {
  const job = shallowRef<Job | null>(null)
  let asking = false

  async function look(): Promise<void> {
    const run = running()
    if (run === null || asking) return
    if (run.job_id === null) {
      ended(null)
      return
    }
    asking = true
    try {
      const found = await api.get('/api/v1/jobs/{job_id}', { path: { job_id: run.job_id } })
      job.value = found
      if (found.state === 'done' || found.state === 'failed') ended(found)
    } catch {
      // No network: the next signal or the next look tells.
    } finally {
      asking = false
    }
  }

  watch(
    () => running()?.job_id ?? null,
    () => {
      job.value = null
      void look()
    },
    { immediate: true },
  )
  const timer = setInterval(() => void look(), LOOK_AGAIN_MS)
  const undo = [subscribe('job_progress', () => void look()), whenReconnected(() => void look())]
  onScopeDispose(() => {
    clearInterval(timer)
    for (const each of undo) each()
  })
  return { job }
}
