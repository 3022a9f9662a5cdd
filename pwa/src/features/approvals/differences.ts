import type { FieldLine } from './types'

export interface Difference {
  readonly field: string
  readonly before: unknown
  readonly after: unknown
}

/** What changed in a form between two readings; a line only one of them has counts as changed from or to nothing. */
export function differences(before: readonly FieldLine[], after: readonly FieldLine[]): Difference[] {
  const earlier = new Map(before.map((line) => [line.field, line.value]))
  const later = new Map(after.map((line) => [line.field, line.value]))
  const fields = [...new Set([...earlier.keys(), ...later.keys()])]
  return fields
    .map((field) => ({ field, before: earlier.get(field) ?? null, after: later.get(field) ?? null }))
    .filter((line) => JSON.stringify(line.before) !== JSON.stringify(line.after))
}
