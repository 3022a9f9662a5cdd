import { describe, expect, it } from 'vitest'

import { groupBy, placesText, placeText } from './places'

const nowhere = { line: null, sheet: null, row: null, column: null }

describe('where something is in a file', () => {
  it('is a line, a cell, a question or the whole file', () => {
    expect(placeText({ ...nowhere, line: 12 })).toContain('12')
    expect(placeText({ ...nowhere, sheet: '试题', row: 3, column: '答案' })).toMatch(/试题.*3.*答案/)
    expect(placeText({ ...nowhere, key: 'o486-07' })).toBe('o486-07')
    expect(placeText(nowhere)).not.toBe('')
  })

  it('names the first few and counts the rest', () => {
    const lines = Array.from({ length: 8 }, (_, index) => ({ ...nowhere, line: 100 + index }))
    const text = placesText(lines)
    expect(text).toContain('104')
    expect(text).not.toContain('105')
    expect(text).toContain('3')
  })

  it('is gathered by what it is about', () => {
    const groups = groupBy(['picture', 'title', 'picture'], (what) => what)
    expect(groups.map((group) => [group.what, group.items.length])).toEqual([
      ['picture', 2],
      ['title', 1],
    ])
  })
})
