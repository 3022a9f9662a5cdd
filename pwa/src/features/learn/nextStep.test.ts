import { describe, expect, it } from 'vitest'

import { nextStep } from './nextStep'
import type { Course } from './types'
import { formatBytes } from './words'
import { articleText } from '@/shared/i18n/format'

interface Marks {
  readonly lessons: readonly boolean[]
  readonly quiz?: boolean
  readonly final?: boolean
}

const quiz = (id: string, passed: boolean) => ({ id, title: id, passed, open_attempt_id: null })
const course = ({ lessons, quiz: unit, final }: Marks): Course =>
  ({
    id: 'c',
    units: [{ lessons: lessons.map((done, index) => ({ id: `l${String(index)}`, title: `t${String(index)}`, title_en: '', done })), quizzes: unit === undefined ? [] : [quiz('q', unit)] }],
    final_quiz: final === undefined ? null : quiz('f', final),
  }) as unknown as Course

describe('the next step of a course', () => {
  it.each<[string, Marks, string | undefined]>([
    ['begins with the first lesson', { lessons: [false, false], quiz: false }, '/learn/courses/c/lessons/l0'],
    ['is the first lesson not done', { lessons: [true, false, true], quiz: false }, '/learn/courses/c/lessons/l1'],
    ['is the quiz of the unit, then', { lessons: [true], quiz: false, final: false }, '/learn/quizzes/q'],
    ['is the last quiz, then', { lessons: [true], quiz: true, final: false }, '/learn/quizzes/f'],
    ['is nothing when all is done and passed', { lessons: [true], quiz: true, final: true }, undefined],
  ])('%s', (_, marks, to) => {
    expect(nextStep(course(marks))?.to).toBe(to)
  })
})

describe('words', () => {
  it('name an article as people write it', () => {
    expect(articleText('公务员法#20')).toBe('《公务员法》第20条')
    expect(articleText('公务员法')).toBe('《公务员法》')
  })

  it('say a size in the unit that fits', () => {
    expect([900, 33_000, 4_747_192, 186_400_000].map(formatBytes)).toEqual(['1 kB', '33 kB', '4.7 MB', '186 MB'])
  })
})
