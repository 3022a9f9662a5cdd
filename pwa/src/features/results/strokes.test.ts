import { describe, expect, it } from 'vitest'

import { extended, HEIGHT, isSignature, onGrid, pathOf, WIDTH } from './strokes'

describe('a signature', () => {
  const box = { left: 10, top: 20, width: 300, height: 120 }

  it('lies on the grid, however large the screen', () => {
    expect(onGrid(10, 20, box)).toEqual({ x: 0, y: 0 })
    expect(onGrid(160, 80, box)).toEqual({ x: WIDTH / 2, y: HEIGHT / 2 })
    expect(onGrid(900, -5, box)).toEqual({ x: WIDTH, y: 0 })
  })

  it('keeps no points that nobody would see', () => {
    expect(extended([10, 10], { x: 11, y: 11 })).toEqual([10, 10])
    expect(extended([10, 10], { x: 20, y: 10 })).toEqual([10, 10, 20, 10])
    expect(extended([], { x: 5, y: 6 })).toEqual([5, 6])
  })

  it('is more than a dot', () => {
    expect(isSignature([])).toBe(false)
    expect(isSignature([Array.from({ length: 20 }, () => 7)])).toBe(false)
    expect(isSignature([[0, 0, 10, 10, 20, 20, 30, 30, 40, 40, 50, 50, 60, 60, 70, 70]])).toBe(true)
  })

  it('is a path', () => {
    expect(pathOf([1, 2, 3, 4])).toBe('M1 2 L3 4')
    expect(pathOf([1, 2])).toBe('M1 2 h0.1')
  })
})
