import { beforeEach, describe, expect, test } from 'vitest'

import { dropDraft, readMarkDraft, readSummaryDraft, saveDraft } from './drafts'
import { forgetAccount, noteAccount } from '@/shared/offline/account'

const SUMMARY = { round: 'r1', title: '2026', until: '2026-12-31', seen: 0, text: '一年' }

describe('drafts of marks', () => {
  beforeEach(() => {
    localStorage.clear()
    noteAccount('ann')
  })

  test('come back to who wrote them, and to nobody else', () => {
    saveDraft('summary', SUMMARY)
    expect(readSummaryDraft()).toEqual(SUMMARY)
    noteAccount('ben')
    expect(readSummaryDraft()).toBeNull()
    forgetAccount()
    expect(readSummaryDraft()).toBeNull()
  })

  test('go when they are dropped, and what is broken is no draft', () => {
    const mark = { name: '张三', unit: '住建局', until: '2026-12-31', seen: 0, points: { virtue: 90, ability: 90, diligence: 90, performance: 90, integrity: 90 }, comment: '' }
    saveDraft('r1.p1', mark)
    expect(readMarkDraft('r1.p1')).toEqual(mark)
    dropDraft('r1.p1')
    expect(readMarkDraft('r1.p1')).toBeNull()
    saveDraft('summary', mark)
    expect(readSummaryDraft()).toBeNull()
  })
})
