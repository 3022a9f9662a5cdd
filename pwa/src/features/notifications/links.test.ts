import { describe, expect, it } from 'vitest'

import { pathOfLink } from './links'

describe('pathOfLink', () => {
  it('leads to the thing itself, and to the inbox for what has no page', () => {
    expect(pathOfLink({ kind: 'task', id: 't1' })).toBe('/tasks/t1')
    expect(pathOfLink({ kind: 'matter', id: 'm1' })).toBe('/matters/m1')
    expect(pathOfLink({ kind: 'job', id: 'j1' })).toBe('/me/notices')
  })
})
