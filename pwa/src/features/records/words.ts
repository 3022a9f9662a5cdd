/** Codes of records in words. */
import type { CreditRecord, Level } from './records.api'
import { t } from '@/shared/i18n'
import { formatDate } from '@/shared/i18n/format'

export function sourceText(source: CreditRecord['source']): string {
  if (source === 'class') return t('records.fromClass')
  if (source === 'party_school') return t('records.fromPartySchool')
  return source === 'cadre_academy' ? t('records.fromAcademy') : t('records.fromCourse')
}

export function kindText(kind: CreditRecord['kind']): string {
  return kind === 'concentrated' ? t('records.concentrated') : t('records.online')
}

export function levelText(level: Level): string {
  return level === 'division_and_above' ? t('records.divisionAndAbove') : t('records.sectionAndBelow')
}

export function daysText({ started_on, ended_on }: Pick<CreditRecord, 'started_on' | 'ended_on'>): string {
  return started_on === ended_on ? formatDate(started_on) : t('records.days', { from: formatDate(started_on), to: formatDate(ended_on) })
}
