/** How the lines of a form are read: their names, and codes and days in words. */
import { codeText } from '@/features/register/codes'
import { t, tDynamic } from '@/shared/i18n'
import { formatDate, formatNumber } from '@/shared/i18n/format'

/** The code list behind a field, by the last part of its path. */
const LISTS: Readonly<Record<string, string>> = {
  quota_type: 'quota_type',
  entry_reason: 'entry_reason',
  sex: 'sex',
  ethnicity: 'ethnic_group',
  political_status: 'political_status',
  education: 'education_level',
  degree: 'degree_level',
}
const DAY = /^\d{4}-\d{2}-\d{2}$/
const ROW = /^rows\.(\d+)\./

/** A field's name, with its row where there are several: `rows.0.approved` is the first row's. */
export function fieldName(path: string): string {
  const row = ROW.exec(path)
  const name = tDynamic('fieldNames', path.replace(/\.\d+\./g, '.')) ?? path
  return row === null ? name : t('approvals.rowField', { row: Number(row[1]) + 1, name })
}

export function fieldValue(path: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return t('approvals.notGiven')
  const last = path.slice(path.lastIndexOf('.') + 1)
  if (typeof value === 'string') {
    if (last === 'identity') return tDynamic('personIdentities', value) ?? value
    const list = LISTS[last]
    if (list !== undefined) return codeText(list, value)
    return DAY.test(value) ? formatDate(value) : value
  }
  if (typeof value === 'number') return formatNumber(value)
  if (typeof value === 'boolean') return value ? t('approvals.yes') : t('approvals.no')
  return Array.isArray(value) ? value.map(String).join('、') : JSON.stringify(value)
}

export function stepName(step: string): string {
  return tDynamic('steps', step) ?? step
}

export function kindName(kind: string): string {
  return tDynamic('kinds', kind) ?? kind
}

export function roleName(role: string): string {
  return tDynamic('roles', role) ?? role
}

export function stateName(state: string): string {
  return tDynamic('matterStates', state) ?? state
}
