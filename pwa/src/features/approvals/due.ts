/** When tasks are due: how many days are left, and lists in groups. Days are `YYYY-MM-DD`. */
const DAY_MS = 24 * 60 * 60 * 1000

/** Whole days from `today` to `due`; negative when it is past. */
export function daysLeft(due: string, today: string): number {
  return Math.round((Date.parse(`${due}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / DAY_MS)
}

export type DueGroupKey = 'overdue' | 'today' | 'soon' | 'later'
export interface DueGroup<Item> {
  readonly key: DueGroupKey
  readonly items: readonly Item[]
}

/** What is due within these days is "soon". */
const SOON_DAYS = 3
const ORDER: readonly DueGroupKey[] = ['overdue', 'today', 'soon', 'later']

/** Overdue first, then by day; within a group in the order given when the days are the same. */
export function groupByDue<Item extends { readonly due_on: string; readonly overdue: boolean }>(items: readonly Item[], today: string): DueGroup<Item>[] {
  const sorted = [...items].sort((one, other) => one.due_on.localeCompare(other.due_on))
  return ORDER.map((key) => ({ key, items: sorted.filter((item) => keyOf(item, today) === key) })).filter((group) => group.items.length > 0)
}

function keyOf(item: { readonly due_on: string; readonly overdue: boolean }, today: string): DueGroupKey {
  const left = daysLeft(item.due_on, today)
  if (item.overdue || left < 0) return 'overdue'
  if (left === 0) return 'today'
  return left <= SOON_DAYS ? 'soon' : 'later'
}
