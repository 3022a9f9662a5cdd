import { describe, expect, it } from 'vitest'

import { deviceLabel, needsInstalling } from './device'

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1'
const EDGE = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0'

describe('deviceLabel', () => {
  it('names browser and system, and nothing when it knows neither', () => {
    expect(deviceLabel(IPHONE)).toBe('Safari · iPhone')
    expect(deviceLabel(EDGE)).toBe('Edge · Windows')
    expect(deviceLabel('curl/8')).toBe('')
  })
})

describe('needsInstalling', () => {
  it('is true in a tab of a phone that gives push to installed apps alone', () => {
    expect(needsInstalling(IPHONE, false)).toBe(true)
    expect(needsInstalling(IPHONE, true)).toBe(false)
    expect(needsInstalling(EDGE, false)).toBe(false)
  })
})
