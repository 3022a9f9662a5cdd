/** Dimensions, choices and days of windows in words. */
import type { Said } from './ballot'
import type { Dimension, MarksWindow } from './marks.api'
import { t } from '@/shared/i18n'
import { formatDate } from '@/shared/i18n/format'

export function dimensionText(dimension: Dimension): string {
  return {
    virtue: t('marks.virtue'),
    ability: t('marks.ability'),
    diligence: t('marks.diligence'),
    performance: t('marks.performance'),
    integrity: t('marks.integrity'),
  }[dimension]
}

export function saidText(said: Said): string {
  return {
    good: t('marks.good'),
    fairly_good: t('marks.fairlyGood'),
    average: t('marks.average'),
    poor: t('marks.poor'),
    unknown: t('marks.unknown'),
    '': '',
  }[said]
}

/** Whether something can be handed in now, and until when. */
export function windowText(window: MarksWindow | null): string {
  if (window === null) return t('marks.noWindow')
  const days = { from: formatDate(window.opens_on), until: formatDate(window.closes_on) }
  if (window.open) return t('marks.openUntil', days)
  return window.closed ? t('marks.closedSince', days) : t('marks.opensOn', days)
}
