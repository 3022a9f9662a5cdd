/** Categories, states and mistakes of schemes in words. */
import type { Category, Problem, SchemeItem } from './schemes.api'
import { t, tDynamic } from '@/shared/i18n'

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

export function problemText({ problem, facts }: Problem): string {
  return tDynamic('schemeProblems', problem, facts) ?? t('fieldErrors.invalid')
}

/** What is wrong at exactly one field of a row, in words; null when nothing is. */
export function problemAt(problems: readonly Problem[], path: string): string | null {
  const found = problems.find((problem) => problem.path === path)
  return found === undefined ? null : problemText(found)
}
