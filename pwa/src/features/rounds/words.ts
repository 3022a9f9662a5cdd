/** States, windows, numbers and sources of a round in words. */
import { typed } from './planForm'
import type { Filter, Parameter, RoundPerson, RoundState, WindowKind } from './rounds.api'
import { t, tDynamic } from '@/shared/i18n'

export function stateText(state: RoundState): string {
  return tDynamic('roundStates', state) ?? state
}

export function windowName(kind: WindowKind): string {
  return { self_summary: t('rounds.selfSummary'), rating: t('rounds.rating'), superior_mark: t('rounds.superiorMark') }[kind]
}

export function categoryText(category: RoundPerson['category']): string {
  return { civil_servant: t('rounds.civilServant'), institution_staff: t('rounds.institutionStaff'), organ_worker: t('rounds.organWorker') }[category]
}

export function filterText(filter: Filter): string {
  return { all: t('rounds.everybody'), leading: t('rounds.leading'), superior_unknown: t('rounds.superiorUnknown'), without_account: t('rounds.withoutAccount') }[filter]
}

export function parameterName(name: string): string {
  return tDynamic('roundParameters', name) ?? name
}

/** 20 % · 5 个工作日 · 90 分. */
export function parameterValue(parameter: Parameter): string {
  if (parameter.unit === 'yes_no') return parameter.value === 1 ? t('rounds.yes') : t('rounds.no')
  if (parameter.unit === 'grades_left') return gradesLeftText(parameter.value)
  return `${typed(parameter, parameter.value)}${unitOf(parameter)}`
}

/** What can still be given in the year of a disciplinary action: so many grades, counted from the last. */
export function gradesLeftText(left: number): string {
  return [t('rounds.noGradeLeft'), t('rounds.lastGradeLeft'), t('rounds.twoGradesLeft'), t('rounds.notExcellent')][left] ?? String(left)
}

/** Where a number comes from, and how well that is known. */
export function sourceText(parameter: Parameter): string {
  const source = tDynamic('roundSources', parameter.source) ?? parameter.source
  return parameter.mark === 'none' ? source : t('rounds.sourceLine', { source, mark: markText(parameter.mark) })
}

/** What a number counts, for its box. */
export function unitText(parameter: Parameter): string {
  const unit = unitOf(parameter)
  return unit === '' ? parameterName(parameter.name) : t('rounds.withUnit', { name: parameterName(parameter.name), unit: unit.trim() })
}

function unitOf(parameter: Parameter): string {
  return { percent: '%', points: t('rounds.unitPoints'), working_days: t('rounds.unitWorkingDays'), days: t('rounds.unitDays'), people: t('rounds.unitPeople') }[parameter.unit] ?? ''
}

function markText(mark: Exclude<Parameter['mark'], 'none'>): string {
  return { T: t('rounds.markText'), P: t('rounds.markAuthority'), S: t('rounds.markSecondary'), M: t('rounds.markMemory') }[mark]
}

export function superiorSourceText(source: RoundPerson['superior_source']): string {
  return {
    division: t('rounds.byDivision'),
    unit: t('rounds.byUnit'),
    supervising: t('rounds.bySupervising'),
    named: t('rounds.byName'),
    unknown: t('rounds.superiorUnknown'),
  }[source]
}
