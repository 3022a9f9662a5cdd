/** What was done of a course: by the person's own word, sent through the offline queue, never measured. */
import { computed, type ComputedRef } from 'vue'

import { noteKept } from './downloads/downloads'
import type { Course, CoursePackage, Lesson } from './types'
import { titleOf } from './words'
import { addressOf } from '@/shared/api/client'
import { pending, submit, whenAnswered } from '@/shared/offline/queue'

const KIND = 'lesson_done'

/** Ids of lessons that the person has marked and the server has not yet counted. */
export const marksOnTheWay: ComputedRef<ReadonlySet<string>> = computed(() => new Set([...pending.values()].filter((command) => command.kind === KIND).map((command) => command.subject)))

export function isDone(lesson: { readonly id: string; readonly done: boolean }): boolean {
  return lesson.done || marksOnTheWay.value.has(lesson.id)
}

/** How many lessons of a course are done, those on the way included. */
export function lessonsDone(course: Course): number {
  return course.units.reduce((sum, unit) => sum + unit.lessons.filter(isDone).length, 0)
}

/** Rejects with the ApiError of a device that cannot store it. */
export async function markDone(lesson: Lesson): Promise<void> {
  await submit({
    kind: KIND,
    method: 'post',
    path: addressOf('/api/v1/courses/lessons/{lesson_id}/done', { path: { lesson_id: lesson.id } }),
    body: {},
    subject: lesson.id,
    about: titleOf(lesson),
    look: `/learn/courses/${lesson.course_id}/lessons/${lesson.id}`,
  })
  await noteKept(lesson.course_id, (kept) => withMark(kept, lesson.id, true))
}

/** Calls back when a mark was counted or refused; returns its undo. */
export function whenMarked(listener: () => void): () => void {
  return whenAnswered(KIND, listener)
}

export function withMark(kept: CoursePackage, lessonId: string, done: boolean): CoursePackage {
  const units = kept.course.units.map((unit) => ({ ...unit, lessons: unit.lessons.map((line) => (line.id === lessonId ? { ...line, done } : line)) }))
  return { ...kept, course: { ...kept.course, units }, lessons: kept.lessons.map((one) => (one.id === lessonId ? { ...one, done } : one)) }
}

whenAnswered(KIND, (command, answer) => {
  const courseId = /courses\/([^/]+)\//.exec(command.look ?? '')?.[1]
  if (answer.state === 'refused' && courseId !== undefined) void noteKept(courseId, (kept) => withMark(kept, command.subject, false))
})
