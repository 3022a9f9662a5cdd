import { describe, expect, it } from 'vitest'

import { fromBox, toBox } from './schedule'

describe('times of a schedule', () => {
  it('are the clock of Shanghai, whatever the device thinks', () => {
    expect(toBox('2026-06-30T16:30:00Z')).toBe('2026-07-01T00:30')
    expect(new Date(fromBox('2026-07-01T00:30')).toISOString()).toBe('2026-06-30T16:30:00.000Z')
  })

  it('may be missing', () => {
    expect(toBox('')).toBe('')
    expect(fromBox('')).toBe('')
  })
})
