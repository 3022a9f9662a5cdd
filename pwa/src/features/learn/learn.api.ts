/** What the server answers about courses. */
import type { Course, CourseItem, CoursePackage, LearnHome, Lesson } from './types'
import { api, type AnswerOf } from '@/shared/api/client'
import { ApiError, problemOf } from '@/shared/api/errors'
import { noteNoContact } from '@/shared/offline/connection'

export function fetchHome(signal: AbortSignal): Promise<LearnHome> {
  return api.get('/api/v1/courses/home', { signal })
}

/** All courses: they are some dozens, and a filter must find each. */
export async function fetchCatalogue(signal: AbortSignal): Promise<readonly CourseItem[]> {
  const items: CourseItem[] = []
  let cursor: string | null = null
  do {
    const page: AnswerOf<'/api/v1/courses', 'get'> = await api.get('/api/v1/courses', { query: cursor === null ? {} : { cursor }, signal })
    items.push(...page.items)
    cursor = page.next_cursor
  } while (cursor !== null)
  return items
}

export function fetchCourse(courseId: string, signal: AbortSignal): Promise<Course> {
  return api.get('/api/v1/courses/{course_id}', { path: { course_id: courseId }, signal })
}

export function fetchLesson(courseId: string, lessonId: string, signal: AbortSignal): Promise<Lesson> {
  return api.get('/api/v1/courses/{course_id}/lessons/{lesson_id}', { path: { course_id: courseId, lesson_id: lessonId }, signal })
}

export function fetchPackage(courseId: string, signal: AbortSignal): Promise<CoursePackage> {
  return api.get('/api/v1/courses/{course_id}/package', { path: { course_id: courseId }, signal })
}

export function fileAddress(fileId: string): string {
  return `/api/v1/files/${fileId}`
}

/** The bytes from `start` to `stop` (exclusive) of a file. Rejects with an ApiError. */
export async function fetchPart(fileId: string, start: number, stop: number, signal: AbortSignal): Promise<ArrayBuffer> {
  const response = await fetch(fileAddress(fileId), { headers: { Range: `bytes=${String(start)}-${String(stop - 1)}` }, signal }).catch((error: unknown) => {
    if (signal.aborted) throw error
    noteNoContact()
    throw new ApiError('network_unreachable', 0)
  })
  if (!response.ok) throw await problemOf(response)
  const bytes = await response.arrayBuffer()
  // A server on the way that knows no ranges sends the whole file.
  const part = response.status === 206 ? bytes : bytes.slice(start, stop)
  if (part.byteLength !== stop - start) throw new ApiError('network_unreachable', 0)
  return part
}
