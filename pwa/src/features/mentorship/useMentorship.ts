import { computed, onScopeDispose, type ComputedRef } from 'vue'

import { KIND, meetingIn, send, subjectOf, type Mentorship, type NewMeeting } from './mentorship.api'
import { useKept, type KeptResource } from './useKept'
import { api } from '@/shared/api/client'
import { errorText } from '@/shared/api/errors'
import { pending, unseenRefusals, whenAnswered, type Command, type Refusal } from '@/shared/offline/queue'
import { showToast } from '@/shared/ui/toast'

export interface OneMentorship {
  readonly resource: KeptResource<Mentorship>
  /** Commands that were not answered yet. */
  readonly waiting: ComputedRef<readonly Command[]>
  /** Notes of meetings among them. */
  readonly unsent: ComputedRef<readonly NewMeeting[]>
  readonly refused: ComputedRef<readonly Refusal[]>
  /** Whether a command to this part (`acceptance`, `meetings/…/confirmation`) waits. */
  isWaiting: (part: string) => boolean
  /** Has a command stored and sent; says so when it cannot be stored. Whether it was. */
  say: (part: string, about: string, body?: object) => Promise<boolean>
}

/** One mentorship with what waits to be sent about it. */
export function useMentorship(id: string): OneMentorship {
  const resource = useKept<Mentorship>(id, (signal) => api.get('/api/v1/mentoring/mentorships/{mentorship_id}', { path: { mentorship_id: id }, signal }))
  const subject = subjectOf(id)
  onScopeDispose(
    whenAnswered(KIND, (command) => {
      if (command.subject === subject) void resource.reload()
    }),
  )
  const saying = new Set<string>()
  const waiting = computed(() => [...pending.values()].filter((command) => command.subject === subject))
  return {
    resource,
    waiting,
    unsent: computed(() => waiting.value.flatMap((command) => meetingIn(command) ?? [])),
    refused: computed(() => [...unseenRefusals.values()].filter((refusal) => refusal.command.subject === subject)),
    isWaiting: (part) => waiting.value.some((command) => command.path.endsWith(`/${id}/${part}`)),
    async say(part, about, body) {
      if (saying.has(part)) return false
      saying.add(part)
      try {
        await send(id, part, about, body)
        return true
      } catch (error) {
        showToast(errorText(error), { tone: 'bad' })
        return false
      } finally {
        saying.delete(part)
      }
    },
  }
}
