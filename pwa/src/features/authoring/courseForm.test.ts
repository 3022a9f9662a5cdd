import { describe, expect, it } from 'vitest'

import { courseData, courseForm, emptyLesson, emptyQuiz, moved, moveLesson, newKey, pathOf, placeOf, type Place, type UnitForm } from './courseForm'
import { problemAt, problemsBelow } from './problems'

const QUIZ = {
  key: 'rb-u1',
  title: '单元测验',
  draw: [{ topic: 'local_setup', difficulty: null, use: 'practice', count: 6 }],
  shuffle: true,
  minutes: 30,
  attempts: null,
  pass_mark: 60,
  review: 'after_finish',
  closes_at: null,
  partial_credit: true,
  ordered: false,
}
const SOURCE = {
  key: 'regulation-basics',
  title: '基础',
  summary: '简介',
  hours: '6',
  title_en: 'Basics',
  valid_from: '2026-01-01',
  prerequisites: ['other'],
  certificate: { valid_months: 24 },
  units: [
    {
      title: '第一单元',
      lessons: [
        { key: 'rb-1', title: '一', markdown: '# 一', articles: ['条例#9'], media: [{ file_id: 'f', name: '影片' }] },
        { key: 'rb-2', title: '二', markdown: '# 二' },
      ],
      quiz: QUIZ,
    },
    { title: '第二单元', lessons: [{ key: 'rb-3', title: '三', markdown: '# 三' }] },
  ],
  final_quiz: { ...QUIZ, key: 'rb-final', questions: ['q-1', 'q-2'], draw: undefined },
  completion: { lessons: 'all', quizzes: 'final' },
}
/** JSON has no undefined. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

function units(...keys: readonly (readonly string[])[]): UnitForm[] {
  return keys.map((lessons) => ({ title: '', title_en: '', quiz: null, lessons: lessons.map(emptyLesson) }))
}
const keysOf = (list: readonly UnitForm[]): string[][] => list.map((unit) => unit.lessons.map((lesson) => lesson.key))

describe('a course as a form', () => {
  it('goes through unchanged', () => {
    expect(plain(courseData(courseForm(SOURCE)))).toEqual(plain(SOURCE))
  })

  it('keeps a number that is none as it was typed, so that the server can say so', () => {
    const form = courseForm({ ...SOURCE, final_quiz: undefined })
    form.final_quiz = { ...emptyQuiz('x'), pass_mark: '六十' }
    expect(courseData(form)['final_quiz']).toMatchObject({ pass_mark: '六十', minutes: null })
  })

  it('tells a certificate without end from none', () => {
    const endless = { ...SOURCE, certificate: { valid_months: null } }
    expect(courseData(courseForm(endless))).toMatchObject({ certificate: { valid_months: null } })
    expect(courseData(courseForm({ ...SOURCE, certificate: null }))).not.toHaveProperty('certificate')
  })

  it('finds keys that nothing has', () => {
    const form = courseForm({ ...SOURCE, key: 'abc' })
    form.units[0]?.lessons.push(emptyLesson(newKey(form, 'lesson')))
    expect(newKey(form, 'lesson')).toBe('abc-l2')
    expect(newKey(form, 'quiz')).toBe('abc-q1')
  })
})

describe('moving', () => {
  it('keeps what would leave the list', () => {
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
    expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
  })

  it('takes a lesson over the edge of its unit, and back', () => {
    const list = units(['a', 'b'], ['c'])
    expect(moveLesson(list, { unit: 0, lesson: 1 }, 1)).toEqual({ unit: 1, lesson: 0 })
    expect(keysOf(list)).toEqual([['a'], ['b', 'c']])
    expect(moveLesson(list, { unit: 1, lesson: 0 }, -1)).toEqual({ unit: 0, lesson: 1 })
    expect(keysOf(list)).toEqual([['a', 'b'], ['c']])
    expect(moveLesson(list, { unit: 0, lesson: 0 }, -1)).toEqual({ unit: 0, lesson: 0 })
  })
})

describe('problems', () => {
  it.each<[string, Place]>([
    ['title', { kind: 'facts' }],
    ['units[1].title', { kind: 'unit', unit: 1 }],
    ['units[1].lessons[2].media[0].name', { kind: 'lesson', unit: 1, lesson: 2 }],
    ['units[0].quiz.draw[0].count', { kind: 'quiz', unit: 0 }],
    ['final_quiz.pass_mark', { kind: 'final' }],
  ])('%s belongs to its place', (path, place) => {
    expect(placeOf(path)).toEqual(place)
    expect(path.startsWith(pathOf(place))).toBe(true)
  })

  it('are found below a place, with the rest of the path', () => {
    const problems = [
      { path: 'units[1].lessons[0].title', problem: 'missing' },
      { path: 'units[10].title', problem: 'missing' },
    ]
    const below = problemsBelow(problems, 'units[1]')
    expect(below.map((problem) => problem.path)).toEqual(['lessons[0].title'])
    expect(problemAt(below, 'lessons[0].title')).toBe('请填写')
    expect(problemAt(below, 'title')).toBeNull()
  })
})
