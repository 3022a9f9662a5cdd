import { describe, expect, it } from 'vitest'

import { emptyEntry, entryFrom, entryOnWire, missingInEntry, type EntryForm } from './entryForm'

function filled(): EntryForm {
  const form = emptyEntry('2026-11-21')
  return {
    ...form,
    quota_type: 'institution',
    entry_reason: 'open_recruitment',
    post_title: ' clerk ',
    person: { ...form.person, name: 'N', sex: '2', id_number: '１', ethnicity: '01', political_status: '01', education: '20' },
  }
}

describe('missingInEntry', () => {
  it('names every required box of an empty form by its path', () => {
    expect(missingInEntry(emptyEntry('2026-11-21'), false)).toEqual([
      'quota_type',
      'entry_reason',
      'post_title',
      'person.name',
      'person.sex',
      'person.id_number',
      'person.ethnicity',
      'person.political_status',
      'person.education',
    ])
  })

  it('asks for no ID number where the server keeps one', () => {
    const form = filled()
    form.person.id_number = ''
    expect(missingInEntry(form, false)).toEqual(['person.id_number'])
    expect(missingInEntry(form, true)).toEqual([])
  })
})

describe('entryOnWire', () => {
  it('sends null for what is not given, plain figures, and no empty ID number', () => {
    const form = filled()
    expect(entryOnWire(form)).toMatchObject({ division_id: null, rank: null, post_title: 'clerk', person: { id_number: '1', degree: null } })
    form.person.id_number = ''
    expect(entryOnWire(form)['person']).not.toHaveProperty('id_number')
  })
})

describe('entryFrom', () => {
  it('takes what a stored form has and ignores what is no text', () => {
    const form = entryFrom({ post_title: 'x', rank: null, quota_type: 3, person: { name: 'N' } }, '2026-11-21')
    expect(form).toMatchObject({ post_title: 'x', rank: '', quota_type: '', effective_on: '2026-11-21', person: { name: 'N', sex: '' } })
  })
})
