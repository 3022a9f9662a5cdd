/** What people hand in: the own summary, the democratic rating, the superior's mark. */
import { api, type AnswerOf } from '@/shared/api/client'
import { submit } from '@/shared/offline/queue'

export type OwnMarks = AnswerOf<'/api/v1/assessment/marks', 'get'>
export type OwnSummary = AnswerOf<'/api/v1/assessment/marks/{round_id}/self-summary', 'get'>
export type Ballot = AnswerOf<'/api/v1/assessment/marks/{round_id}/ballot', 'get'>
export type RatedPerson = Ballot['people'][number]
export type ToMark = AnswerOf<'/api/v1/assessment/marks/people', 'get'>['items'][number]
export type MarkToGive = AnswerOf<'/api/v1/assessment/marks/{round_id}/people/{subordinate_id}', 'get'>
export type MarksWindow = OwnMarks['windows'][number]

export const DIMENSIONS = ['virtue', 'ability', 'diligence', 'performance', 'integrity'] as const
export type Dimension = (typeof DIMENSIONS)[number]
/** Best first; the server knows these four words and no number. */
export const CHOICES = ['good', 'fairly_good', 'average', 'poor'] as const
export type Choice = (typeof CHOICES)[number]
export type Points = Readonly<Record<Dimension, number>>
/** In each dimension what was chosen; null: not known. */
export type Slip = Readonly<Record<Dimension, Choice | null>>

export const SELF_SUMMARY = 'self_summary'
export const SUPERIOR_MARK = 'superior_mark'
/** The longest texts the server takes. */
export const LONGEST_SUMMARY = 5000
export const LONGEST_COMMENT = 1000

export function fetchOwn(signal: AbortSignal): Promise<OwnMarks> {
  return api.get('/api/v1/assessment/marks', { signal })
}

export function summarySubject(roundId: string): string {
  return `self-summary:${roundId}`
}

export function markSubject(roundId: string, personId: string): string {
  return `superior-mark:${roundId}:${personId}`
}

/** Stored on the device and sent when there is a network. */
export async function handIn(roundId: string, about: string, text: string, seen: number): Promise<void> {
  const path = `/api/v1/assessment/marks/${roundId}/self-summary`
  await submit({ kind: SELF_SUMMARY, method: 'post', path, body: { text, seen }, subject: summarySubject(roundId), about, look: '/me/year/self-summary' })
}

/** Stored on the device and sent when there is a network. */
export async function giveMark(roundId: string, personId: string, about: string, body: { points: Points; comment: string; seen: number }): Promise<void> {
  const path = `/api/v1/assessment/marks/${roundId}/people/${personId}`
  await submit({ kind: SUPERIOR_MARK, method: 'post', path, body, subject: markSubject(roundId, personId), about, look: `/me/year/marks/${roundId}/${personId}` })
}

/** Sent at once and never stored here: a ballot that waits on a device is a ballot that somebody can look at. */
export function castBallot(roundId: string, slips: Readonly<Record<string, Slip>>): Promise<void> {
  return api.post('/api/v1/assessment/marks/{round_id}/ballot', { path: { round_id: roundId }, body: ballotBody(slips) })
}

const LONGEST_CHOICE = Math.max(...CHOICES.map((choice) => JSON.stringify(choice).length))

/** As long for the same people whatever was chosen, so that its size on the way says nothing. */
export function ballotBody(slips: Readonly<Record<string, Slip>>): { slips: { person_id: string; choices: Slip }[]; padding: string } {
  const listed = Object.entries(slips).map(([person_id, choices]) => ({ person_id, choices: { ...choices } }))
  const short = listed.flatMap(({ choices }) => DIMENSIONS.map((dimension) => LONGEST_CHOICE - JSON.stringify(choices[dimension]).length))
  return { slips: listed, padding: '.'.repeat(short.reduce((sum, one) => sum + one, 0)) }
}
