import { describe, expect, it } from 'vitest'

import { hundredthsOf, shareText } from './amounts'
import { formatHundredths } from '@/shared/i18n/format'

describe('amounts of evidence', () => {
  it('are written as people write them', () => {
    expect(formatHundredths(9150)).toBe('91.5')
    expect(shareText(200, 300)).toBe('66.7%')
    expect(shareText(0, 0)).toBe('0%')
  })

  it('are read exactly, within what is possible', () => {
    expect(hundredthsOf('91.5', 10_000)).toBe(9150)
    expect(hundredthsOf(' １００ ', 10_000)).toBe(10_000)
    expect(hundredthsOf('0.07', 100)).toBe(7)
    for (const wrong of ['', '-1', '1.234', '101', 'a', '1e2']) expect(hundredthsOf(wrong, 10_000)).toBeNull()
    expect(hundredthsOf('2', 100)).toBeNull()
  })
})
