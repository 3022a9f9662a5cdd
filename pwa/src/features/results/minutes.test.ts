import { describe, expect, it } from 'vitest'

import { byMinutes, refusalsByUnit } from './minutes'
import type { Decision } from './results.api'
import { ApiError } from '@/shared/api/errors'

function decision(id: string, changed: Partial<Decision> = {}): Decision {
  return { id, occasion: 'round', body: 'committee', minutes_number: '3号', decided_on: '2026-06-01', ...changed } as Decision
}

describe('minutes', () => {
  it('are those of two units or more', () => {
    const alone = decision('d', { minutes_number: '4号' })
    const review = decision('e', { occasion: 'review' })
    const together = byMinutes([decision('a'), alone, decision('b'), review])
    expect(together).toEqual([{ id: 'a', decisions: [decision('a'), decision('b')] }])
  })

  it('tell why a unit was refused', () => {
    const units = [{ organization_id: 'u', leading: false, code: 'decision_stale', facts: {} }]
    const found = refusalsByUnit(new ApiError('decision_units_refused', 422, { count: 1, units }))
    expect([...found.keys()]).toEqual(['u:false'])
    expect(found.get('u:false')).not.toBe('')
    expect(refusalsByUnit(new ApiError('decision_stale', 409)).size).toBe(0)
  })
})
