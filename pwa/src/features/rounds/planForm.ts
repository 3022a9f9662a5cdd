/** The boxes of a round's plan: texts while they are typed, a plan when they are whole. */
import { WINDOWS, type Parameter, type RoundPlan, type RoundView, type WindowKind } from './rounds.api'

export interface PlanForm {
  title: string
  windows: Record<WindowKind, { from: string; until: string }>
  parameters: Record<string, string>
  keeper: string
}

/** Points are typed as they are read: 90 for 9000. */
const HUNDRED = 100

export function formOf(round: RoundView): PlanForm {
  const days = (kind: WindowKind): { from: string; until: string } => {
    const window = round.windows.find((one) => one.kind === kind)
    return { from: window?.opens_on ?? '', until: window?.closes_on ?? '' }
  }
  return {
    title: round.title,
    windows: { self_summary: days('self_summary'), rating: days('rating'), superior_mark: days('superior_mark') },
    parameters: Object.fromEntries(round.parameters.map((one) => [one.name, typed(one, one.value)])),
    keeper: round.investigation_keeper ?? '',
  }
}

export function typed(parameter: Parameter, value: number): string {
  return String(parameter.unit === 'points' ? value / HUNDRED : value)
}

/** The plan; only numbers that differ from their defaults are named. A window counts when both of its days are there. */
export function planOf(form: PlanForm, parameters: readonly Parameter[]): RoundPlan {
  return {
    title: form.title.trim(),
    windows: WINDOWS.filter((kind) => form.windows[kind].from !== '' && form.windows[kind].until !== '').map((kind) => ({
      kind,
      opens_on: form.windows[kind].from,
      closes_on: form.windows[kind].until,
    })),
    parameters: Object.fromEntries(parameters.map((one) => [one.name, numberOf(form, one)] as const).filter(([, value], at) => value !== parameters[at]?.default)),
    investigation_keeper: form.keeper === '' ? null : form.keeper,
  }
}

function numberOf(form: PlanForm, parameter: Parameter): number {
  const text = (form.parameters[parameter.name] ?? '').trim()
  const number = Number(text) * (parameter.unit === 'points' ? HUNDRED : 1)
  // What is no number is sent as one that the server refuses, so that the box says so.
  return text !== '' && Number.isFinite(number) ? Math.round(number) : parameter.maximum + 1
}

/** Which windows have only one of their two days. */
export function halfWindows(form: PlanForm): WindowKind[] {
  return WINDOWS.filter((kind) => (form.windows[kind].from === '') !== (form.windows[kind].until === ''))
}
