/** Sides, shapes and values of a scheme in words. */
import type { Dimension, YearPart } from './year.api'
import { shareText } from '@/features/goals/amounts'
import { locale, t, tDynamic } from '@/shared/i18n'
import { formatDate, formatHundredths, today } from '@/shared/i18n/format'

export type Shape = YearPart['shape']

export function dimensionText(dimension: Dimension): string {
  return {
    virtue: t('year.virtue'),
    ability: t('year.ability'),
    diligence: t('year.diligence'),
    performance: t('year.performance'),
    integrity: t('year.integrity'),
  }[dimension]
}

/** One letter for a side, where a word has no room. */
export function dimensionMark(dimension: Dimension): string {
  return dimensionText(dimension).charAt(0)
}

/** The title in the language shown; the other one where it was left empty. */
export function titleOf(indicator: { readonly title_zh: string; readonly title_en: string }): string {
  const [first, second] = locale.value === 'en' ? [indicator.title_en, indicator.title_zh] : [indicator.title_zh, indicator.title_en]
  return first === '' ? second : first
}

/** A source of evidence in words. */
export function sourceText(source: string): string {
  return tDynamic('evidenceSources', source) ?? source
}

/** 9750 → “97.5%” for a share, 300 → “3” for a sum. */
export function valueText(base: string, value: number): string {
  return base === 'share' ? shareText(value) : formatHundredths(value)
}

/** How a value comes to points, in a sentence. */
export function shapeText(shape: Shape, base: string): string {
  if (shape.kind === 'linear') return t('year.linear', { zero: valueText(base, shape.zero_at ?? 0), full: valueText(base, shape.full_at ?? 0) })
  if (shape.kind === 'cap') return t('year.cap', { each: formatHundredths(shape.each ?? 0), cap: formatHundredths(shape.cap ?? 0) })
  const steps = (shape.steps ?? []).map((step) => t('year.step', { from: valueText(base, step.from_value), percent: shareText(step.percent) }))
  return steps.join(t('year.stepBetween'))
}

/** Why nothing is known of a part yet. */
export function notYetText(part: Pick<YearPart, 'not_yet' | 'known_from'>): string {
  if (part.not_yet === 'after_window' && part.known_from !== null && part.known_from > today()) return t('year.knownFrom', { day: formatDate(part.known_from) })
  return part.not_yet === 'no_window' ? t('year.noWindow') : t('year.noEvidence')
}
