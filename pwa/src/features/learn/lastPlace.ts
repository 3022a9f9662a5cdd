/** The lesson that was opened last on this device, so that learning goes on where it stopped. */
const KEY = 'zb.learn.last'

export interface Place {
  readonly courseId: string
  readonly lessonId: string
  readonly title: string
  readonly title_en: string
  readonly course: { readonly title: string; readonly title_en: string }
}

export function lastPlace(): Place | null {
  const kept = localStorage.getItem(KEY)
  return kept === null ? null : (JSON.parse(kept) as Place)
}

export function notePlace(place: Place): void {
  localStorage.setItem(KEY, JSON.stringify(place))
}

/** A lesson that was done is not gone on with. */
export function leavePlace(lessonId: string): void {
  if (lastPlace()?.lessonId === lessonId) localStorage.removeItem(KEY)
}
