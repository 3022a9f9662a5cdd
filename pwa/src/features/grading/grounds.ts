/** What can be entered in place of a grade, in plain words: the cases of articles 25 to 29, one choice each. */
import { ACTIONS, type Action, type Board, type Category, type NewGround, type SpecialCase } from './grading.api'
import { gradesLeftText } from '@/features/rounds/words'
import { t } from '@/shared/i18n'

export type GroundCode = Exclude<SpecialCase, 'deferred' | 'disciplined'> | Action

/** The choices for a category, the mildest first. */
export function groundsOf(category: Category): readonly GroundCode[] {
  return ['probation', 'long_leave', 'warned', ...ACTIONS[category], 'not_assessed']
}

export function groundText(code: GroundCode | SpecialCase, category: Category): string {
  const words: Partial<Record<GroundCode | SpecialCase, string>> = {
    probation: t('grading.caseProbation'),
    long_leave: t('grading.caseLong'),
    warned: t('grading.caseWarning'),
    demerit: t('grading.caseDemerit'),
    major_demerit: t('grading.caseMajorDemerit'),
    demotion: category === 'institution_staff' ? t('grading.caseLoweredPost') : t('grading.caseDemotion'),
    removal: t('grading.caseRemoval'),
    not_assessed: t('grading.caseNotAssessed'),
  }
  return words[code] ?? code
}

/** What it does to the grade, by the numbers of the round. */
export function effectText(code: GroundCode, rules: Board['rules']): string {
  switch (code) {
    case 'probation':
      return t('grading.effectProbation')
    case 'long_leave':
      return t('grading.effectLong')
    case 'not_assessed':
      return t('grading.effectNotAssessed')
    case 'warned':
      return t('grading.effectWarning', { effect: gradesLeftText(rules.grades_after_warning) })
    default:
      return t('grading.effectAction', { effect: gradesLeftText(rules[`grades_after_${code}`]) })
  }
}

/** A disciplinary action: its kind and document are nobody else's to read. */
export function isSealed(code: GroundCode): boolean {
  return !['probation', 'long_leave', 'not_assessed'].includes(code)
}

/** The choice as the server takes it. */
export function groundOf(code: GroundCode): Pick<NewGround, 'special_case' | 'action'> {
  switch (code) {
    case 'probation':
    case 'long_leave':
    case 'warned':
    case 'not_assessed':
      return { special_case: code, action: null }
    default:
      return { special_case: 'disciplined', action: code }
  }
}
