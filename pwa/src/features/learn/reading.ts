/** Courses and lessons from the server, and without a network from what was downloaded. */
import { keptCourse, noteKept } from './downloads/downloads'
import { fetchCourse, fetchLesson } from './learn.api'
import type { Course, CoursePackage, Lesson } from './types'
import { ApiError } from '@/shared/api/errors'
import { connection } from '@/shared/offline/connection'

export function readCourse(courseId: string, signal: AbortSignal): Promise<Course> {
  return orKept(
    courseId,
    (kept) => kept.course,
    async () => {
      const course = await fetchCourse(courseId, signal)
      void noteKept(courseId, (kept) => (kept.version === course.version ? { ...kept, course } : kept))
      return course
    },
  )
}

export function readLesson(courseId: string, lessonId: string, signal: AbortSignal): Promise<Lesson> {
  return orKept(
    courseId,
    (kept) => kept.lessons.find((lesson) => lesson.id === lessonId),
    () => fetchLesson(courseId, lessonId, signal),
  )
}

/** What was downloaded stands in when the server does not answer, at once when there is no network. */
async function orKept<Value>(courseId: string, pick: (kept: CoursePackage) => Value | undefined, ask: () => Promise<Value>): Promise<Value> {
  const fromDevice = async (): Promise<Value | undefined> => {
    const kept = await keptCourse(courseId)
    return kept === null ? undefined : pick(kept)
  }
  if (!connection.online) {
    const kept = await fromDevice()
    if (kept !== undefined) return kept
  }
  try {
    return await ask()
  } catch (error) {
    const kept = error instanceof ApiError && error.unanswered ? await fromDevice() : undefined
    if (kept === undefined) throw error
    return kept
  }
}
