import { beforeEach, describe, expect, it } from 'vitest'

import { dropDraft, readDraft, saveDraft } from './drafts'

describe('drafts', () => {
  beforeEach(() => {
    localStorage.clear()
  })

  it('gives back what was saved, without the person', () => {
    saveDraft('a1', 'personnel_entry', 'u1', { post_title: 'x', person: { name: 'y', id_number: '11010119900307001X' } })
    expect(readDraft('a1', 'personnel_entry', 'u1')?.form).toEqual({ post_title: 'x' })
    expect(JSON.stringify({ ...localStorage })).not.toContain('11010119900307001X')
  })

  it('shows nobody the draft of another account', () => {
    saveDraft('a1', 'personnel_entry', 'u1', { post_title: 'x' })
    expect(readDraft('a2', 'personnel_entry', 'u1')).toBeNull()
  })

  it('survives a broken entry and forgets what was dropped', () => {
    localStorage.setItem('zb.draft.personnel_entry.u1', '{')
    expect(readDraft('a1', 'personnel_entry', 'u1')).toBeNull()
    saveDraft('a1', 'personnel_entry', 'u1', {})
    dropDraft('personnel_entry', 'u1')
    expect(readDraft('a1', 'personnel_entry', 'u1')).toBeNull()
  })
})
