/** Periods, targets and grades in words. */
import type { CheckGrade, OwnPart, Progress } from './goals.api'
import { t, tDynamic } from '@/shared/i18n'
import { formatHundredths } from '@/shared/i18n/format'

/** `2026-03` → “2026年3月”, `2026-Q1` → “2026年第1季度”. */
export function periodText(code: string): string {
  const [year = '', rest = ''] = code.split('-')
  return rest.startsWith('Q') ? t('goals.quarter', { year, number: rest.slice(1) }) : t('goals.month', { year, number: String(Number(rest)) })
}

export function gradeText(grade: CheckGrade): string {
  return { good: t('goals.good'), fairly_good: t('goals.fairlyGood'), average: t('goals.average'), poor: t('goals.poor') }[grade]
}

/** What a matter is about and its number; of one that the reader may not see, the number alone. */
export function matterText(matter: NonNullable<Progress['matter']>): string {
  if (matter.kind === null) return t('goals.matterHidden', { number: matter.number })
  return [tDynamic('kinds', matter.kind) ?? matter.kind, matter.unit_name, matter.number].filter((part) => part !== '').join(' · ')
}

/** “8 / 12 件”, or whether it is done. */
export function reachedText(part: Pick<OwnPart, 'done' | 'target'>, goal: Pick<OwnPart['goal'], 'measure' | 'unit_word'>): string {
  if (goal.measure === 'yes_no') return part.done >= part.target ? t('goals.isDone') : t('goals.notDone')
  return t('goals.reached', { done: formatHundredths(part.done), target: formatHundredths(part.target), unit: goal.unit_word })
}
