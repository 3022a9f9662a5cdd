import { describe, expect, it } from 'vitest'

import { filled, isAnswered, matched, moved, toggled, withPart, wordsOf } from './answers'
import type { Question } from './types'

const options = [{ id: 'a', html: '<p>1</p>' }, { id: 'b', html: '<p>2</p>' }]
const multiple: Question = { type: 'multiple', stem_html: '', options }
const blanks: Question = { type: 'fill_in', stem_html: '', blanks: 2 }
const match: Question = { type: 'match', stem_html: '', lefts: options, rights: options }
const whole: Question = { type: 'case', stem_html: '', parts: [{ ...multiple, id: '1' }, { ...blanks, id: '2' }] }

describe('an answer', () => {
  it('ticks and unticks choices in the order shown', () => {
    const both = toggled(multiple, toggled(multiple, null, 'b'), 'a')
    expect(both).toEqual({ choices: ['a', 'b'] })
    expect(toggled(multiple, { choices: ['a'] }, 'a')).toBeNull()
    expect(isAnswered(multiple, both)).toBe(true)
  })

  it('moves an item up and down, and not beyond the ends', () => {
    expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c'])
    expect(moved(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'c', 'b'])
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
    expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b'])
  })

  it('is whole only when every blank, pair and part is', () => {
    const one = filled(blanks, null, 1, '40')
    expect(one).toEqual({ blanks: ['', '40'] })
    expect(isAnswered(blanks, one)).toBe(false)
    expect(isAnswered(blanks, filled(blanks, one, 0, 'x'))).toBe(true)
    expect(filled(blanks, one, 1, '')).toBeNull()
    const pair = matched(null, 'a', 'b')
    expect(isAnswered(match, pair)).toBe(false)
    expect(isAnswered(match, matched(pair, 'b', 'b'))).toBe(true)
    expect(matched(pair, 'a', '')).toBeNull()
    const part = withPart(null, '1', { choices: ['a'] })
    expect(isAnswered(whole, part)).toBe(false)
    expect(isAnswered(whole, withPart(part, '2', { blanks: ['1', '2'] }))).toBe(true)
    expect(withPart(part, '1', null)).toBeNull()
  })

  it('reads HTML as words', () => {
    expect(wordsOf('<p>核定 <strong>编制</strong> &amp; 职数</p>\n')).toBe('核定 编制 & 职数')
  })
})
