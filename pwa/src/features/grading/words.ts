/** Grades, categories and pools in words. */
import type { Category, Grade, Pool, SpecialCase } from './grading.api'
import { t, tDynamic } from '@/shared/i18n'

export function gradeText(grade: Grade | null): string {
  return grade === null ? t('grading.noGrade') : (tDynamic('grades', grade) ?? grade)
}

export function categoryText(category: Category): string {
  return tDynamic('personnelCategories', category) ?? category
}

export function specialText(special: SpecialCase): string {
  return tDynamic('specialCases', special) ?? special
}

export function poolText(pool: Pick<Pool, 'kind' | 'holder_name'>): string {
  if (pool.kind === 'unit') return pool.holder_name
  if (pool.kind === 'leading') return pool.holder_name === '' ? t('grading.leadingOfRound') : t('grading.leadingBelow', { name: pool.holder_name })
  return pool.holder_name === '' ? t('grading.smallOfRound') : t('grading.smallBelow', { name: pool.holder_name })
}
