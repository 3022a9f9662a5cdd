import { describe, expect, it } from 'vitest'

import { detailOf, positionLine, usualReason } from './recruitment'

const item = { id: 'i', position_code: '001', title: 'T', heads: 1, source_label: 'recruitment_notice' as const, details: { education: 'E', other: ' ', experience: '-', age: 3 } }

describe('a position of a notice', () => {
  it('is told by what its columns ask for, and not by empty ones', () => {
    expect(positionLine(item)).toBe('001 T · E')
    expect(detailOf(item, 'experience')).toBe('')
    expect(detailOf(item, 'age')).toBe('')
  })

  it('leads to the usual reason of entry', () => {
    expect(usualReason(item, { civil_servant_law: false })).toBe('open_recruitment')
    expect(usualReason(item, { civil_servant_law: true })).toBe('exam_civil_servant')
    expect(usualReason({ details: { suggested_quota_type: 'administrative' } }, { civil_servant_law: false })).toBe('exam_civil_servant')
  })
})
