/** Files of a course, read by the learners once all of it is there. */
import { uploadFile, type Progress } from '@/shared/api/upload'

export type { Progress }

/** What the server takes, as a file chooser understands it. */
export const ACCEPTED = 'image/png,image/jpeg,image/webp,video/mp4,video/webm,audio/mpeg,audio/mp4,application/pdf'

/** Sends `file` as media of a course and answers its id; `report` is told after each part. */
export function uploadMedia(courseId: string, file: File, report: (progress: Progress) => void, signal: AbortSignal): Promise<string> {
  return uploadFile({ kind: 'course_media', id: courseId }, file, report, signal)
}
