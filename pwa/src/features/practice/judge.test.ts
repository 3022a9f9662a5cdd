import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { describe, expect, it } from 'vitest'

import { judge, textOf, verdictOf } from './judge'
import type { Judging } from './practice.api'
import type { Answer, Question, Told } from '@/features/quizzes/types'

interface Case {
  readonly name: string
  readonly question: Question
  readonly told: Told
  readonly judging: Judging
  readonly answers: readonly { readonly answer: Answer | null; readonly share: string; readonly verdict: string }[]
}

/** The same table by which the server is tested. */
const table = resolve(import.meta.dirname, '../../../../tests/unit/courses/practice/practice_judging_cases.json')
const cases = JSON.parse(readFileSync(table, 'utf-8')) as Case[]

describe('judging on the device', () => {
  it.each(cases)('says of $name what the server says', ({ question, told, judging, answers }) => {
    for (const given of answers) {
      const share = judge(question, told, judging, given.answer)
      expect([textOf(share), verdictOf(share)], JSON.stringify(given.answer)).toEqual([given.share, given.verdict])
    }
  })
})
