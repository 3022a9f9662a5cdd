/** The training days of a year, from the dates of recognized records alone. */
import type { CreditRecord } from './records.api'

export type DayKind = 'concentrated' | 'online' | 'both'

export interface Month {
  /** 1 to 12. */
  readonly number: number
  /** Empty places before the first, with Monday as the first day of a week. */
  readonly before: number
  readonly days: readonly { readonly day: number; readonly kind: DayKind | null }[]
  readonly trained: number
}

const DAY_MS = 86_400_000

/** What was recognized on which day (`YYYY-MM-DD`); a record covers its first to its last day. */
export function trainingDays(records: readonly CreditRecord[]): ReadonlyMap<string, DayKind> {
  const days = new Map<string, DayKind>()
  for (const record of records) {
    if (record.state !== 'confirmed') continue
    for (let time = Date.parse(record.started_on); time <= Date.parse(record.ended_on); time += DAY_MS) {
      const day = new Date(time).toISOString().slice(0, 10)
      const known = days.get(day)
      days.set(day, known === undefined || known === record.kind ? record.kind : 'both')
    }
  }
  return days
}

export function monthsOf(year: number, days: ReadonlyMap<string, DayKind>): readonly Month[] {
  return Array.from({ length: 12 }, (_, index) => monthOf(year, index, days))
}

function monthOf(year: number, index: number, days: ReadonlyMap<string, DayKind>): Month {
  const length = new Date(Date.UTC(year, index + 1, 0)).getUTCDate()
  const listed = Array.from({ length }, (_, offset) => {
    const date = new Date(Date.UTC(year, index, offset + 1)).toISOString().slice(0, 10)
    return { day: offset + 1, kind: days.get(date) ?? null }
  })
  return {
    number: index + 1,
    before: (new Date(Date.UTC(year, index, 1)).getUTCDay() + 6) % 7,
    days: listed,
    trained: listed.filter(({ kind }) => kind !== null).length,
  }
}
