import { describe, expect, it } from 'vitest'

import { normalizeIdNumber, readIdNumber } from './idNumber'

/** The check character of 17 digits, written down a second way: the sum of all 18 leaves 1 (mod 11). */
function complete(digits: string): string {
  const all = '0123456789X'
  const powers = Array.from({ length: 18 }, (_, index) => 2 ** (17 - index) % 11)
  const found = [...all].find((_, value) => [...digits].reduce((sum, digit, index) => sum + Number(digit) * (powers[index] ?? 0), value) % 11 === 1)
  return digits + String(found)
}

describe('normalizeIdNumber', () => {
  it('takes full-width figures, spaces and a small x', () => {
    expect(normalizeIdNumber(' １１０１０１ 19900307 000ｘ')).toBe('11010119900307000X')
  })
})

describe('readIdNumber', () => {
  it('derives birth date and sex', () => {
    expect(readIdNumber(complete('11010119900307001'))).toEqual({ birthDate: '1990-03-07', sex: '1' })
    expect(readIdNumber(complete('11010119900307002'))).toEqual({ birthDate: '1990-03-07', sex: '2' })
  })

  it('says nothing of the sex where the sequence is never issued', () => {
    expect(readIdNumber(complete('11010119900307000'))).toEqual({ birthDate: '1990-03-07', sex: null })
  })

  it('refuses a wrong check character, an impossible day, and what is no number', () => {
    const right = complete('11010119900307001')
    const last = right[17] === '1' ? '2' : '1'
    expect(readIdNumber(right.slice(0, 17) + last)).toBeNull()
    expect(readIdNumber(complete('11010119900231001'))).toBeNull()
    expect(readIdNumber('1101011990030700')).toBeNull()
    expect(readIdNumber('')).toBeNull()
  })
})
