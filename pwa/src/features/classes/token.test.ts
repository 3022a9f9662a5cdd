import encodeQR from 'qr'
import decodeQR from 'qr/decode.js'
import { describe, expect, it } from 'vitest'

import { classOfToken } from './token'
import { modulesOf } from './qrPath'

const TOKEN = `${'0123456789abcdef'.repeat(2)}.1.59352192.k1:${'ab'.repeat(32)}`

describe('classOfToken', () => {
  it('knows our own texts and no other', () => {
    expect(classOfToken(TOKEN)).toBe('0123456789abcdef'.repeat(2))
    for (const text of ['', 'https://example.org/', `${TOKEN}x`, TOKEN.slice(1)]) expect(classOfToken(text)).toBeNull()
  })
})

describe('modulesOf', () => {
  it('draws what a camera reads again', () => {
    const modules = encodeQR(TOKEN, 'raw', { ecc: 'medium', border: 4 })
    expect(modulesOf(TOKEN)).toEqual(modules)
    const scale = 4
    const width = modules.length * scale
    const data = new Uint8ClampedArray(width * width * 4).fill(255)
    modules.forEach((row, y) => {
      row.forEach((dark, x) => {
        if (!dark) return
        for (let dy = 0; dy < scale; dy += 1) {
          const start = ((y * scale + dy) * width + x * scale) * 4
          for (let dx = 0; dx < scale; dx += 1) data.fill(0, start + dx * 4, start + dx * 4 + 3)
        }
      })
    })
    expect(decodeQR({ width, height: width, data })).toBe(TOKEN)
  })
})
