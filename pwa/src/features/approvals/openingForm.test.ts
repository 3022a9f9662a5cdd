import { describe, expect, it } from 'vitest'

import { emptyOpening, headsOver, missingInOpening, openingFrom, openingOnWire } from './openingForm'

const document = { number: 'n', title: 't', issuer: 'i', dated_on: '2020-01-01' }
const filledOf = (): number => 12

function form(approved: string) {
  const opening = emptyOpening(['institution', 'worker'])
  const [row] = opening.rows
  if (row !== undefined) row.approved = approved
  return { ...opening, effective_on: '2020-01-01', document }
}

describe('missingInOpening', () => {
  it('wants a document, a day and one number', () => {
    expect(missingInOpening(emptyOpening(['institution']), filledOf)).toEqual(['effective_on', 'document.number', 'document.title', 'document.issuer', 'document.dated_on', 'rows'])
    expect(missingInOpening(form('12'), filledOf)).toEqual([])
    expect(missingInOpening(form('1.5'), filledOf)).toEqual(['rows.0.approved'])
  })

  it('wants a reason with a document where more are in post than approved', () => {
    expect(missingInOpening(form('10'), filledOf)).toEqual([
      'rows.0.exception.reason',
      'rows.0.exception.document.number',
      'rows.0.exception.document.title',
      'rows.0.exception.document.issuer',
      'rows.0.exception.document.dated_on',
    ])
  })
})

describe('openingOnWire', () => {
  it('leaves empty types out and counts the heads over', () => {
    const given = form('10')
    const [row] = given.rows
    if (row !== undefined) Object.assign(row, { reason: 'r', document })
    expect(openingOnWire(given, filledOf)).toEqual({
      effective_on: '2020-01-01',
      document,
      rows: [{ quota_type: 'institution', approved: 10, exception: { heads: 2, reason: 'r', document } }],
    })
  })

  it('takes an approved nought as a number, not as nothing', () => {
    expect(headsOver({ quota_type: 'x', approved: '0', reason: '', document }, 0)).toBe(0)
    expect(openingOnWire(form('0'), () => 0)).toMatchObject({ rows: [{ approved: 0, exception: null }] })
  })
})

describe('openingFrom', () => {
  it('reads back what it wrote, also with an exception', () => {
    const given = form('10')
    const [row] = given.rows
    if (row !== undefined) Object.assign(row, { reason: 'r', document })
    expect(openingFrom(openingOnWire(given, filledOf), ['institution', 'worker'])).toEqual(given)
  })
})
