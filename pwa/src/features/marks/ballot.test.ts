import { expect, test } from 'vitest'

import { all, emptySheet, isFilled, same, SAYINGS, slipOf } from './ballot'
import { firstUnfilled, forgetBallot, recall, remember } from './ballotMemory'
import { ballotBody } from './marks.api'
import { noteAccount } from '@/shared/offline/account'

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

test('a ballot is as long as any other of the same people, whatever is chosen', () => {
  const length = (said: (typeof SAYINGS)[number]): number => JSON.stringify(ballotBody({ ann: slipOf(all(said)), ben: slipOf({ ...all('good'), virtue: said }) })).length
  expect(new Set(SAYINGS.map(length)).size).toBe(1)
})

test('what is filled in is remembered for its round and person, in memory alone', () => {
  noteAccount('ann')
  const sheets = { ben: all('good'), cai: emptySheet() }
  const before = JSON.stringify({ ...localStorage, ...sessionStorage })
  remember('r1', sheets)
  expect(recall('r1')).toEqual(sheets)
  expect(recall('r2')).toEqual({})
  expect(firstUnfilled(['ben', 'cai'], sheets)).toBe('cai')
  expect(JSON.stringify({ ...localStorage, ...sessionStorage })).toBe(before)
  noteAccount('ben')
  expect(recall('r1')).toEqual({})
  noteAccount('ann')
  forgetBallot()
  expect(recall('r1')).toEqual({})
})
