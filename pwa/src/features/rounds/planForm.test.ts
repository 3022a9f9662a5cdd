import { expect, test } from 'vitest'

import { formOf, halfWindows, planOf } from './planForm'
import type { Parameter, RoundView } from './rounds.api'

const parameter = (name: string, value: number, standard: number, unit: string): Parameter => ({
  name,
  value,
  default: standard,
  minimum: 0,
  maximum: 10_000,
  unit,
  source: 'product_default',
  mark: 'none',
})
const parameters = [parameter('excellent_percent', 15, 20, 'percent'), parameter('excellent_score_from', 9000, 9000, 'points')]
const round = {
  title: '2026年度考核',
  windows: [{ kind: 'rating', opens_on: '2026-12-01', closes_on: '2026-12-10', open: false, closed: false }],
  parameters,
  investigation_keeper: null,
} as unknown as RoundView

test('a form that was not touched is the plan it came from', () => {
  expect(planOf(formOf(round), parameters)).toEqual({
    title: '2026年度考核',
    windows: [{ kind: 'rating', opens_on: '2026-12-01', closes_on: '2026-12-10' }],
    parameters: { excellent_percent: 15 },
    investigation_keeper: null,
  })
})

test('points are typed as they are read, and what is no number is out of range', () => {
  const form = formOf(round)
  expect(form.parameters['excellent_score_from']).toBe('90')
  form.parameters['excellent_score_from'] = '92.5'
  form.parameters['excellent_percent'] = 'x'
  expect(planOf(form, parameters).parameters).toEqual({ excellent_percent: 10_001, excellent_score_from: 9250 })
})

test('a window with one day is half a window', () => {
  const form = formOf(round)
  form.windows.self_summary.from = '2026-12-01'
  expect(halfWindows(form)).toEqual(['self_summary'])
})
