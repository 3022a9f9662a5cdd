/** The draft of a course: fetched, changed in the form, saved with the revision it was read at, published. */
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'

import type { Problem } from './content'
import { courseData, courseForm, type CourseForm } from './courseForm'
import { problemsOf } from './problems'
import { api, type AnswerOf } from '@/shared/api/client'
import { ApiError } from '@/shared/api/errors'
import { useResource, type Resource } from '@/shared/api/useResource'

type Draft = AnswerOf<'/api/v1/courses/{course_id}/draft', 'get'>

export interface CourseDraft {
  readonly draft: Resource<Draft>
  readonly form: Ref<CourseForm>
  /** What keeps it from being published, as of the last save. */
  readonly problems: ShallowRef<readonly Problem[]>
  readonly dirty: ComputedRef<boolean>
  readonly busy: Ref<boolean>
  /** Why the latest save or publication was refused. */
  readonly refusal: ShallowRef<unknown>
  /** Somebody else saved meanwhile. */
  readonly stale: ComputedRef<boolean>
  /** Whether the draft is stored as shown. */
  save: () => Promise<boolean>
  /** Saves, then publishes; the number of the version, null when it was refused. */
  publish: () => Promise<number | null>
}

export function useCourseDraft(courseId: string): CourseDraft {
  const form = ref(courseForm({}))
  const kept = ref('')
  const revision = ref(0)
  const problems = shallowRef<readonly Problem[]>([])
  const busy = ref(false)
  const refusal = shallowRef<unknown>(null)
  const path = { course_id: courseId }
  const written = (): string => JSON.stringify(courseData(form.value))

  const draft = useResource(async (signal) => {
    const found = await api.get('/api/v1/courses/{course_id}/draft', { path, signal })
    form.value = courseForm(found.source)
    kept.value = written()
    revision.value = found.revision
    problems.value = found.problems
    refusal.value = null
    return found
  })

  async function run<Result>(act: () => Promise<Result>, refused: Result): Promise<Result> {
    if (busy.value) return refused
    busy.value = true
    refusal.value = null
    try {
      return await act()
    } catch (error) {
      refusal.value = error
      const found = problemsOf(error)
      if (found.length > 0) problems.value = found
      return refused
    } finally {
      busy.value = false
    }
  }

  async function store(): Promise<void> {
    const sent = written()
    const answer = await api.put('/api/v1/courses/{course_id}', { path, body: { source: courseData(form.value), revision: revision.value } })
    revision.value = answer.revision
    problems.value = answer.problems
    kept.value = sent
  }

  async function save(): Promise<boolean> {
    return run(async () => {
      await store()
      return true
    }, false)
  }

  async function publish(): Promise<number | null> {
    return run<number | null>(async () => {
      if (written() !== kept.value) await store()
      const answer = await api.post('/api/v1/courses/{course_id}/publication', { path, body: { revision: revision.value } })
      const known = draft.data.value
      if (known !== null) draft.put({ ...known, state: 'published', published: true, changed: false, current_version: answer.version })
      return answer.version
    }, null)
  }

  return {
    draft,
    form,
    problems,
    dirty: computed(() => draft.data.value !== null && written() !== kept.value),
    busy,
    refusal,
    stale: computed(() => refusal.value instanceof ApiError && refusal.value.code === 'course_changed'),
    save,
    publish,
  }
}
