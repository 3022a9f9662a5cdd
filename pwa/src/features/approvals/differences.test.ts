import { describe, expect, it } from 'vitest'

import { differences } from './differences'

const line = (field: string, value: unknown): { field: string; value: unknown; masked: boolean; changed: boolean } => ({ field, value, masked: false, changed: false })

describe('differences', () => {
  it('names only what changed', () => {
    expect(differences([line('a', 1), line('b', 'x')], [line('a', 2), line('b', 'x')])).toEqual([{ field: 'a', before: 1, after: 2 }])
  })

  it('shows lines that came or went', () => {
    expect(differences([line('a', 1)], [line('b', 2)])).toEqual([
      { field: 'a', before: 1, after: null },
      { field: 'b', before: null, after: 2 },
    ])
  })
})
