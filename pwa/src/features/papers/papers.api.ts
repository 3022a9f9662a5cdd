/** Papers of a round as files, and the counts of its page. */
import { api, type AnswerOf } from '@/shared/api/client'
import { download } from '@/shared/api/download'

export type Papers = AnswerOf<'/api/v1/assessment/papers/{round_id}', 'get'>
export type Share = Papers['by_unit'][number]
export type Bundles = AnswerOf<'/api/v1/assessment/papers/{round_id}/bundles', 'get'>
export type Bundle = Bundles['bundles'][number]
export type PaperKind = 'xlsx' | 'docx' | 'pdf'

/** In the order in which a year needs them. */
export const FORMS = ['routine', 'ballot', 'rating', 'excellent', 'results', 'not-graded', 'registration', 'notice', 'distribution'] as const
export type Form = (typeof FORMS)[number]
/** Forms with pages for each person: of many they are made by the worker. */
const PERSONAL = ['routine', 'registration', 'notice'] as const
type PersonalForm = (typeof PERSONAL)[number]

export function isPersonal(form: Form): form is PersonalForm {
  return (PERSONAL as readonly Form[]).includes(form)
}

/** `organizationId` '' takes everybody in scope. Rejects with the refusal. */
export function downloadPaper(roundId: string, form: Form, kind: PaperKind, organizationId: string): Promise<void> {
  const query = new URLSearchParams({ format: kind, ...(organizationId === '' ? {} : { organization_id: organizationId }) })
  return download(`/api/v1/assessment/papers/${encodeURIComponent(roundId)}/${form}?${query.toString()}`)
}

export function fetchBundles(roundId: string, signal: AbortSignal): Promise<Bundles> {
  return api.get('/api/v1/assessment/papers/{round_id}/bundles', { path: { round_id: roundId }, signal })
}

/** Has a form of many people made; the same wish again is that one. */
export function askForBundle(roundId: string, form: PersonalForm, format: PaperKind, organizationId: string, idempotencyKey: string): Promise<Bundles> {
  const body = { form, format, organization_id: organizationId === '' ? null : organizationId }
  return api.post('/api/v1/assessment/papers/{round_id}/bundles', { path: { round_id: roundId }, body, idempotencyKey })
}

export function downloadBundle(fileId: string): Promise<void> {
  return download(`/api/v1/files/${encodeURIComponent(fileId)}`)
}
