import { describe, expect, it } from 'vitest'

import { dayOf, leftOf, type Done } from './pack'
import type { Practice, PracticeQuestion } from './practice.api'

const TODAY = '2026-06-16'
const EVERY = { topic: '', more: false }

function question(id: string, due: string | null = null, topic = 'local_bodies'): PracticeQuestion {
  return { question_id: id, version: 1, topic, mistake: false, due_on: due } as PracticeQuestion
}

function pack(questions: readonly PracticeQuestion[], left = 5, day = TODAY): Practice {
  return { day, left, questions: [...questions], topics: [] }
}

function done(questionId: string, verdict: Done['verdict'] = 'right', day = TODAY): Done {
  return { id: questionId, questionId, verdict, day }
}

function idsOf(found: readonly PracticeQuestion[]): string {
  return found.map((one) => one.question_id).join('')
}

describe('what is left of a pack', () => {
  const eight = [...'abcdefgh'].map((id) => question(id))

  it('is five a day, less what was answered', () => {
    expect(idsOf(leftOf(pack(eight), [], TODAY, EVERY))).toBe('abcde')
    expect(idsOf(leftOf(pack(eight, 2), [], TODAY, EVERY))).toBe('ab')
    expect(idsOf(leftOf(pack(eight), [done('a'), done('b', 'wrong')], TODAY, EVERY))).toBe('cde')
  })

  it('is five again on the next day, with what was wrong', () => {
    const practised = [done('a'), done('b', 'wrong')]
    expect(idsOf(leftOf(pack(eight, 0), practised, '2026-06-17', EVERY))).toBe('bcdef')
  })

  it('leaves out what is not due, unless more is asked for', () => {
    const mixed = pack([question('a', TODAY), question('b', '2026-06-17'), question('c', null, 'real_name')])
    expect(idsOf(leftOf(mixed, [], TODAY, EVERY))).toBe('ac')
    expect(idsOf(leftOf(mixed, [], TODAY, { topic: 'real_name', more: false }))).toBe('c')
    expect(idsOf(leftOf(mixed, [], TODAY, { topic: '', more: true }))).toBe('abc')
  })

  it('counts days in the time zone of the office', () => {
    expect(dayOf(new Date('2026-06-15T16:00:00Z'))).toBe(TODAY)
    expect(dayOf(new Date('2026-06-15T15:59:59Z'))).toBe('2026-06-15')
  })
})
