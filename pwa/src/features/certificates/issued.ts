/** Certificates as the training authority lists them and takes them back, of courses and of mentoring. */
import { earnedBy } from './state'
import { api, type AnswerOf } from '@/shared/api/client'
import type { Page, PageQuery } from '@/shared/api/usePages'

export type Kind = 'course' | 'mentoring'
type OfCourse = AnswerOf<'/api/v1/certificates/issued', 'get'>['items'][number]
type OfMentoring = AnswerOf<'/api/v1/mentoring/certificates', 'get'>['items'][number]

/** `title` says what it was earned by; without `valid_until` it counts for good. */
export interface Issued extends Omit<OfCourse, 'course_title'> {
  readonly title: string
}

export async function findIssued(kind: Kind, query: PageQuery & { readonly q: string }, signal: AbortSignal): Promise<Page<Issued>> {
  if (kind === 'mentoring') return mapped(await api.get('/api/v1/mentoring/certificates', { query, signal }), ofMentoring)
  return mapped(await api.get('/api/v1/certificates/issued', { query, signal }), (one) => ({ ...one, title: one.course_title }))
}

export async function revokeIssued(kind: Kind, certificateId: string, reason: string): Promise<void> {
  const request = { path: { certificate_id: certificateId }, body: { reason } }
  if (kind === 'mentoring') await api.post('/api/v1/mentoring/certificates/{certificate_id}/revocation', request)
  else await api.post('/api/v1/certificates/{certificate_id}/revocation', request)
}

function ofMentoring(one: OfMentoring): Issued {
  return { ...one, valid_until: null, title: earnedBy(one) }
}

function mapped<From, To>(page: Page<From>, change: (one: From) => To): Page<To> {
  return { items: page.items.map(change), next_cursor: page.next_cursor }
}
