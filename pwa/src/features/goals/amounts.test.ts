import { describe, expect, it } from 'vitest'

import { evenShares, hundredthsOf, plainText, shareText } from './amounts'
import { formatHundredths } from '@/shared/i18n/format'

describe('hundredths', () => {
  it('reads what people write and writes it the same', () => {
    for (const [text, hundredths] of [['12.5', 1250], ['0.01', 1], ['100%', 10_000], ['１２', 1200], ['1,200', 120_000]] as const) {
      expect(hundredthsOf(text)).toBe(hundredths)
      expect(hundredthsOf(plainText(hundredths))).toBe(hundredths)
    }
  })

  it('refuses what is no number with two decimals', () => {
    for (const text of ['', 'a', '1.234', '-1', '1e3', '.5', '12345678901']) expect(hundredthsOf(text)).toBeNull()
  })

  it('shows shares and amounts', () => {
    expect([formatHundredths(1250), shareText(3333), shareText(10_000)]).toEqual(['12.5', '33.33%', '100%'])
  })

  it('shares out without losing anything', () => {
    for (let count = 1; count <= 40; count += 1) {
      const shares = evenShares(10_000, count)
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(10_000)
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThan(2)
    }
  })
})
