/** Grades, points and sources in words. */
import type { MyPart } from './results.api'
import { locale, t, tDynamic } from '@/shared/i18n'

export function gradeText(grade: string | null): string {
  return grade === null ? t('results.noGrade') : (tDynamic('grades', grade) ?? grade)
}

export function gradeTone(grade: string | null): 'good' | 'warn' | 'bad' | 'plain' {
  if (grade === 'excellent') return 'good'
  if (grade === 'incompetent' || grade === 'unqualified') return 'bad'
  return grade === 'basically_competent' || grade === 'basically_qualified' ? 'warn' : 'plain'
}

/** Hundredths of points, as people write them: 8750 → 87.5. */
export function pointsText(hundredths: number | null): string {
  if (hundredths === null) return '—'
  return new Intl.NumberFormat(locale.value, { maximumFractionDigits: 2 }).format(hundredths / 100)
}

export function partTitle(part: Pick<MyPart, 'title_zh' | 'title_en'>): string {
  return locale.value === 'en' && part.title_en !== '' ? part.title_en : part.title_zh
}

/** Where a rule stands and how well that is known; what has no source says so. */
export function sourceText({ law, articles, mark }: { readonly law: string; readonly articles: string; readonly mark: string }): string {
  const known = tDynamic('sourceMarks', mark === '' ? 'none' : mark) ?? mark
  if (law === '') return known
  return t('results.source', { law: tDynamic('lawNames', law) ?? law, articles, mark: known })
}

/** The unit that is decided on together, or whose leading members are. */
export function groupText(group: { readonly leading: boolean; readonly organization_name: string }): string {
  if (!group.leading) return group.organization_name
  return group.organization_name === '' ? t('results.groupLeadingUnknown') : t('results.groupLeading', { unit: group.organization_name })
}

/** The grades a person of a category can have, best first. */
export function gradesOf(category: string): readonly GradeCode[] {
  return category === 'institution_staff' ? INSTITUTION : ORGAN
}

export type GradeCode = 'excellent' | 'competent' | 'basically_competent' | 'incompetent' | 'qualified' | 'basically_qualified' | 'unqualified'
const INSTITUTION: readonly GradeCode[] = ['excellent', 'qualified', 'basically_qualified', 'unqualified']
const ORGAN: readonly GradeCode[] = ['excellent', 'competent', 'basically_competent', 'incompetent']
