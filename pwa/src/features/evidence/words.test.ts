import { beforeAll, describe, expect, it } from 'vitest'

import type { EvidenceGroup, EvidenceSource, Piece } from './evidence.api'
import { groupText, pieceTag, pieceText, sourceText, stateTag } from './words'
import { loadMessages } from '@/shared/i18n'

/** What each source tells, as the server's providers give it. */
const TOLD: Readonly<Record<EvidenceSource, Piece['facts']>> = {
  ordered_exam: { title: '基础', met: 1, due_on: '2026-06-30' },
  training_requirement: { counter: 'concentrated', met: 1, first_year: 2026, last_year: 2026 },
  mentoring: { role: 'mentor', rated: 1 },
  class_taught: { title: '实操班', sessions: 2 },
  matter_in_time: { kind: 'personnel_entry', step: 'unit_head', met: 1, due_on: '2026-06-30' },
  matter_returned: { kind: 'personnel_entry', fields: 2 },
  data_current: { kind: 'personnel_entry', met: 0, effective_on: '2026-06-01', days: 10 },
  special_assessment: { title: '专项核查' },
  commendation: { title: '优秀信息员' },
  goal: { title: '项目巡查', measure: 'amount', done: 300, target: 1200 },
  routine_check: { period: '2026-03', grade: 'good', from_paper: 0 },
  'superior_mark.virtue': {},
  'superior_mark.ability': {},
  'superior_mark.diligence': {},
  'superior_mark.performance': {},
  'superior_mark.integrity': {},
  'rating.virtue': { count: 9 },
  'rating.ability': { count: 9 },
  'rating.diligence': { count: 9 },
  'rating.performance': { count: 9 },
  'rating.integrity': { count: 9 },
  unit_matter_in_time: { kind: 'personnel_entry', step: 'unit_head', met: 1 },
  unit_data_true: { met: 0, findings: 3 },
  unit_correction_answered: { kind: 'personnel_entry', step: 'correction', met: 1, days: 5 },
  unit_goal: { title: '修订制度', measure: 'yes_no', parts: 4 },
}

function piece(facts: Piece['facts'], changes: Partial<Piece> = {}): Piece {
  return { key: 'k', on: '2026-06-16', amount: 100, out_of: 100, link: null, facts, ruling: null, objection: null, ...changes }
}

describe('evidence in words', () => {
  beforeAll(loadMessages)

  it('every source has a name, a line and a word of its own', () => {
    for (const [code, facts] of Object.entries(TOLD)) {
      const source = code as EvidenceSource
      expect(sourceText(source)).not.toBe(source)
      for (const text of [pieceText(source, facts), pieceTag(source, piece(facts)).text]) {
        expect(text).not.toBe('')
        expect(text).not.toMatch(/undefined|NaN|evidence\./)
      }
    }
  })

  it('a ruling is told before what the piece said', () => {
    expect(stateTag('matter_returned', piece(TOLD.matter_returned, { ruling: { amount: null, on: '2026-07-01' } })).text).toBe('不计')
    expect(stateTag('ordered_exam', piece(TOLD.ordered_exam, { ruling: { amount: 100, on: '2026-07-01' } })).text).toBe('已更正')
  })

  it('a sum is told as a sum, a share as a share', () => {
    const group: EvidenceGroup = { source: 'matter_returned', base: 'sum', count: 2, amount: 200, out_of: 200, pieces: [] }
    expect(groupText(group)).toBe('2 次')
    expect(groupText({ ...group, source: 'ordered_exam', base: 'share', count: 3, out_of: 300 })).toBe('66.7% · 3 条')
  })
})
