/** Papers of a round as files, and the counts of its page. */
import type { AnswerOf } from '@/shared/api/client'
import { download } from '@/shared/api/download'

export type Papers = AnswerOf<'/api/v1/assessment/papers/{round_id}', 'get'>
export type Share = Papers['by_unit'][number]
export type PaperKind = 'xlsx' | 'docx' | 'pdf'

/** In the order in which a year needs them. */
export const FORMS = ['routine', 'ballot', 'rating', 'excellent', 'results', 'not-graded', 'registration', 'notice', 'distribution'] as const
export type Form = (typeof FORMS)[number]

/** `organizationId` '' takes everybody in scope. Rejects with the refusal. */
export function downloadPaper(roundId: string, form: Form, kind: PaperKind, organizationId: string): Promise<void> {
  const query = new URLSearchParams({ format: kind, ...(organizationId === '' ? {} : { organization_id: organizationId }) })
  return download(`/api/v1/assessment/papers/${encodeURIComponent(roundId)}/${form}?${query.toString()}`)
}
