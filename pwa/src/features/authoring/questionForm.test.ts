import { describe, expect, it } from 'vitest'

import type { Data } from './content'
import { blanksOf, emptyQuestion, partForm, questionData, questionForm, withBlank } from './questionForm'

const PLACE = { key: 'o486-07', topic: 'local_bodies', difficulty: 2, use: 'exam', articles: ['条例#9'] }
const part = { type: 'true_false', stem: '部分', answer: true, why: { true: '对' } }

/** One of each type, as the bank stores them. */
const STORED: readonly Data[] = [
  { ...PLACE, type: 'single', stem: '题', options: [{ text: '甲', correct: true, why: '因为' }, { text: '乙', correct: false }], explanation: '见第九条' },
  { ...PLACE, type: 'multiple', stem: '题', options: [{ text: '甲', correct: true, weight: '1/2' }, { text: '乙', correct: true, weight: '1/2' }], partial_credit: false },
  { ...PLACE, type: 'true_false', stem: '题', answer: false, why: { true: '错在', false: '对' }, valid_from: '2007-05-01' },
  { ...PLACE, type: 'fill_in', stem: '{{1}}和{{2}}', blanks: [{ accepted: ['40', '四十'], numeric: null }, { accepted: [], numeric: { value: '3.14', tolerance: '0.01' } }] },
  { ...PLACE, type: 'order', stem: '题', items: ['动议', '论证', '审议'] },
  { ...PLACE, type: 'match', stem: '题', pairs: [{ left: '一', right: '甲' }, { left: '二', right: '乙' }], distractors: ['丙'] },
  { ...PLACE, type: 'case', stem: '案情', parts: [part, { ...part, answer: false }], feedback_right: '好' },
]

describe('a question as a form', () => {
  it.each(STORED.map((data) => [data['type'] as string, data] as const))('goes through the form of %s unchanged', (_, data) => {
    const expected = data['type'] === 'match' ? data : { ...data }
    expect(questionData(questionForm(data))).toEqual(expected)
  })

  it('sends only what belongs to its type, and keeps the rest for a change back', () => {
    const form = { ...questionForm(STORED[0] ?? {}), type: 'order' as const }
    expect(questionData(form)).not.toHaveProperty('options')
    expect(questionData({ ...form, type: 'single' })).toHaveProperty('options')
  })

  it('sends no answer while none was given, so that the server can say it is missing', () => {
    expect(questionData({ ...emptyQuestion(), type: 'true_false' })).not.toHaveProperty('answer')
  })

  it('reads what is broken as empty', () => {
    expect(partForm({ options: 'x', blanks: null, why: [] }).options).toEqual([])
  })
})

describe('blanks', () => {
  it('are as many as the stem names, and keep what was typed', () => {
    const typed = [{ accepted: ['40'], numeric: null }]
    expect(blanksOf('{{1}} 与 {{2}}', typed)).toEqual([typed[0], { accepted: [''], numeric: null }])
    expect(blanksOf('没有', typed)).toEqual([])
  })

  it('are numbered on', () => {
    expect(withBlank('甲')).toBe('甲{{1}}')
    expect(withBlank('{{2}}')).toBe('{{2}}{{3}}')
  })
})
