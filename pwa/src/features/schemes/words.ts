/** Categories, states and mistakes of schemes in words. */
import type { Category, Problem, SchemeItem } from './schemes.api'
import { FULL } from './schemeForm'
import { t, tDynamic } from '@/shared/i18n'
import { formatHundredths } from '@/shared/i18n/format'

export function categoryText(category: Category): string {
  return {
    civil_servant: t('schemes.civilServant'),
    institution_staff: t('schemes.institutionStaff'),
    organ_worker: t('schemes.organWorker'),
    unit: t('schemes.unit'),
  }[category]
}

export function stateText(state: SchemeItem['state']): string {
  return { draft: t('schemes.draft'), simulated: t('schemes.simulated'), adopted: t('schemes.adopted') }[state]
}

export const STATE_TONES = { draft: 'plain', simulated: 'accent', adopted: 'good' } as const

/** Whether weights come to a hundred points, and what is missing or too much. */
export function sumText(total: number): string {
  if (total === FULL) return t('schemes.sumsUp')
  const rest = formatHundredths(Math.abs(FULL - total))
  return total < FULL ? t('schemes.missing', { rest }) : t('schemes.tooMuch', { rest })
}

export function problemText({ problem, facts }: Problem): string {
  return tDynamic('schemeProblems', problem, facts) ?? t('fieldErrors.invalid')
}

/** What is wrong at exactly one field of a row, in words; null when nothing is. */
export function problemAt(problems: readonly Problem[], path: string): string | null {
  const found = problems.find((problem) => problem.path === path)
  return found === undefined ? null : problemText(found)
}
