/** Files of questions in and out. */
import { addressOf, api, type AnswerOf } from '@/shared/api/client'
import { download } from '@/shared/api/download'
import { ApiError } from '@/shared/api/errors'

export type ImportReport = AnswerOf<'/api/v1/interchange/questions', 'post'>
export type ExportReport = AnswerOf<'/api/v1/interchange/questions/losses', 'get'>
export type Loss = ImportReport['not_carried'][number]
export const FORMATS = ['gift', 'moodle-xml', 'xlsx'] as const
export type FormatName = (typeof FORMATS)[number]

/** What a file chooser offers. */
export const ACCEPTED = '.gift,.txt,.xml,.xlsx'

/** Something wrong in a file: a code, and where; what is not known is null. */
export interface Problem {
  readonly problem: string
  readonly path: string
  readonly line: number | null
  readonly sheet: string | null
  readonly row: number | null
  readonly column: string | null
}

export interface Asked {
  readonly format: FormatName
  readonly topic: string | null
}

/** Takes a file in; what its questions lack is given beside it. Rejects with an ApiError when nothing of it was taken. */
export function importBank(file: File, lacking: { readonly topic: string; readonly difficulty: string }): Promise<ImportReport> {
  const form = new FormData()
  form.set('file', file, file.name)
  form.set('topic', lacking.topic)
  form.set('difficulty', lacking.difficulty)
  return api.post('/api/v1/interchange/questions', { form })
}

export function previewExport(asked: Asked, signal: AbortSignal): Promise<ExportReport> {
  return api.get('/api/v1/interchange/questions/losses', { query: asked, signal })
}

export function exportBank(asked: Asked): Promise<void> {
  return download(addressOf('/api/v1/interchange/questions', { query: { ...asked } }))
}

/** The problems a refusal lists, and how many there are in all; null when it is about something else. */
export function problemsOf(error: unknown): { readonly count: number; readonly problems: readonly Problem[] } | null {
  if (!(error instanceof ApiError) || error.code !== 'bank_file_invalid') return null
  const { count, problems } = error.facts as { count?: number; problems?: readonly Problem[] }
  return { count: count ?? 0, problems: problems ?? [] }
}
