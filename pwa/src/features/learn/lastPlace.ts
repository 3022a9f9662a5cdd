/** The lesson that was opened last on this device, so that learning goes on where it stopped. */
const KEY = 'zb.learn.last'

interface Titled {
  readonly title: string
  readonly title_en: string
}

export interface Place extends Titled {
  readonly courseId: string
  readonly lessonId: string
  readonly course: Titled
}

export function lastPlace(): Place | null {
  const kept = localStorage.getItem(KEY)
  return kept === null ? null : (JSON.parse(kept) as Place)
}

export function notePlace(courseId: string, lesson: Titled & { readonly id: string }, course: Titled): void {
  const place: Place = { courseId, lessonId: lesson.id, title: lesson.title, title_en: lesson.title_en, course: { title: course.title, title_en: course.title_en } }
  localStorage.setItem(KEY, JSON.stringify(place))
}

/** The last lesson of a course that was done is not gone on with. */
export function leavePlace(lessonId: string): void {
  if (lastPlace()?.lessonId === lessonId) localStorage.removeItem(KEY)
}
