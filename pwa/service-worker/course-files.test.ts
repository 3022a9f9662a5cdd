import { describe, expect, it } from 'vitest'

import { spanOf } from './course-files'
import { fileIdOf } from './files'

describe('the part of a file that is asked for', () => {
  it.each([
    ['bytes=0-', { start: 0, stop: 100 }],
    ['bytes=10-19', { start: 10, stop: 20 }],
    ['bytes=90-500', { start: 90, stop: 100 }],
    ['bytes=-10', { start: 90, stop: 100 }],
    ['bytes=-500', { start: 0, stop: 100 }],
    ['bytes=100-', 'outside'],
    ['bytes=-0', 'outside'],
    [null, null],
    ['bytes=-', null],
    ['bytes=0-1,5-6', null],
    ['items=0-1', null],
  ])('%s', (header, span) => {
    expect(spanOf(header, 100)).toEqual(span)
  })
})

describe('the address of a file', () => {
  it('is told from all other addresses', () => {
    const id = 'a'.repeat(32)
    expect(fileIdOf(`/api/v1/files/${id}`)).toBe(id)
    for (const path of [`/api/v1/files/${id}/upload`, '/api/v1/files', `/api/v1/courses/${id}`]) expect(fileIdOf(path)).toBeNull()
  })
})
