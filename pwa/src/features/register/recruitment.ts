import type { RecruitmentItem, Unit } from './types'

/** Columns of a notice that tell its positions apart. */
const TELLING = ['education', 'other'] as const
// eslint-disable-next-line no-restricted-syntax -- words of the notices, compared and never shown
const NOTHING = new Set(['', '无', '无要求', '-'])
const CIVIL_SERVANT_TYPES = new Set(['administrative', 'political_legal'])

/** A column of the notice as it stands there; '' when it is empty or says that it asks for nothing. */
export function detailOf(item: Pick<RecruitmentItem, 'details'>, column: string): string {
  const value = item.details[column]
  return typeof value === 'string' && !NOTHING.has(value.trim()) ? value.trim() : ''
}

/** A position in one line: many of a unit bear the same title. */
export function positionLine(item: RecruitmentItem): string {
  return [`${item.position_code} ${item.title}`, ...TELLING.map((column) => detailOf(item, column))].filter(Boolean).join(' · ')
}

/** The usual reason of entry behind a position: by examination where the Civil Servant Law holds, else open recruitment. */
export function usualReason(item: Pick<RecruitmentItem, 'details'>, unit: Pick<Unit, 'civil_servant_law'>): string {
  const byExamination = unit.civil_servant_law || CIVIL_SERVANT_TYPES.has(detailOf(item, 'suggested_quota_type'))
  return byExamination ? 'exam_civil_servant' : 'open_recruitment'
}
