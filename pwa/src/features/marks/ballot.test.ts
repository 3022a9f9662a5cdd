import { expect, test } from 'vitest'

import { all, emptySheet, isFilled, same, slipOf } from './ballot'

test('a sheet is filled when something is said in every dimension, “do not know” included', () => {
  const sheet = emptySheet()
  expect(isFilled(sheet)).toBe(false)
  expect(isFilled(all('unknown'))).toBe(true)
  expect(isFilled({ ...all('good'), virtue: '' })).toBe(false)
})

test('who does not know says nothing', () => {
  expect(slipOf({ ...all('good'), ability: 'unknown' })).toEqual({ virtue: 'good', ability: null, diligence: 'good', performance: 'good', integrity: 'good' })
})

test('what is the same in all dimensions is seen as one', () => {
  expect(same(all('average'))).toBe('average')
  expect(same({ ...all('average'), integrity: 'good' })).toBe('')
})
