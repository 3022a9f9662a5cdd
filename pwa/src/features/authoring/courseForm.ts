/** A course as a form: the outline that is rearranged, and back as the source that the server stores. */
import type { Data } from './content'
import { listOf, partOf, textOf, textsOf } from './reading'

export interface MediaForm {
  file_id: string
  name: string
}
export interface LessonForm {
  key: string
  title: string
  title_en: string
  summary_en: string
  markdown: string
  articles: string[]
  media: MediaForm[]
}
export interface DrawForm {
  topic: string
  difficulty: '' | '1' | '2' | '3'
  use: '' | 'practice' | 'exam'
  count: string
}
export interface QuizForm {
  key: string
  title: string
  /** Keys of fixed questions; empty when the paper is drawn. */
  questions: string[]
  draw: DrawForm[]
  shuffle: boolean
  minutes: string
  attempts: string
  pass_mark: string
  review: 'after_finish' | 'after_pass' | 'after_close' | 'never'
  closes_at: string
  partial_credit: boolean
  ordered: boolean
}
export interface UnitForm {
  title: string
  title_en: string
  lessons: LessonForm[]
  quiz: QuizForm | null
}
export interface CourseForm {
  key: string
  title: string
  title_en: string
  summary: string
  summary_en: string
  audience: string
  audience_en: string
  hours: string
  valid_from: string
  valid_to: string
  prerequisites: string[]
  units: UnitForm[]
  final_quiz: QuizForm | null
  completion: { lessons: 'all' | 'none'; quizzes: 'all' | 'final' | 'none' }
  /** '' = no certificate, 'unlimited', or months. */
  certificate: string
}

/** What of a course is being edited: its facts, a lesson or a quiz; units by position. */
export type Place = { kind: 'facts' } | { kind: 'unit'; unit: number } | { kind: 'lesson'; unit: number; lesson: number } | { kind: 'quiz'; unit: number } | { kind: 'final' }

const NO_LIMIT = 'unlimited'

export function emptyLesson(key: string): LessonForm {
  return { key, title: '', title_en: '', summary_en: '', markdown: '', articles: [], media: [] }
}

export function emptyDraw(): DrawForm {
  return { topic: '', difficulty: '', use: 'practice', count: '5' }
}

export function emptyQuiz(key: string): QuizForm {
  return {
    key,
    title: '',
    questions: [],
    draw: [emptyDraw()],
    shuffle: true,
    minutes: '',
    attempts: '',
    pass_mark: '60',
    review: 'after_finish',
    closes_at: '',
    partial_credit: true,
    ordered: false,
  }
}

export function emptyUnit(): UnitForm {
  return { title: '', title_en: '', lessons: [], quiz: null }
}

export function courseForm(source: Data): CourseForm {
  const completion = partOf(source['completion'])
  const certificate = partOf(source['certificate'])
  return {
    key: textOf(source['key']),
    title: textOf(source['title']),
    title_en: textOf(source['title_en']),
    summary: textOf(source['summary']),
    summary_en: textOf(source['summary_en']),
    audience: textOf(source['audience']),
    audience_en: textOf(source['audience_en']),
    hours: textOf(source['hours']),
    valid_from: textOf(source['valid_from']),
    valid_to: textOf(source['valid_to']),
    prerequisites: textsOf(source['prerequisites']),
    units: listOf(source['units']).map(unitForm),
    final_quiz: quizForm(partOf(source['final_quiz'])),
    completion: {
      lessons: completion?.['lessons'] === 'none' ? 'none' : 'all',
      quizzes: completion?.['quizzes'] === 'none' ? 'none' : completion?.['quizzes'] === 'final' ? 'final' : 'all',
    },
    certificate: certificate === null ? '' : textOf(certificate['valid_months']) || NO_LIMIT,
  }
}

function unitForm(from: Data): UnitForm {
  return { title: textOf(from['title']), title_en: textOf(from['title_en']), lessons: listOf(from['lessons']).map(lessonForm), quiz: quizForm(partOf(from['quiz'])) }
}

function lessonForm(from: Data): LessonForm {
  return {
    key: textOf(from['key']),
    title: textOf(from['title']),
    title_en: textOf(from['title_en']),
    summary_en: textOf(from['summary_en']),
    markdown: textOf(from['markdown']),
    articles: textsOf(from['articles']),
    media: listOf(from['media']).map((media) => ({ file_id: textOf(media['file_id']), name: textOf(media['name']) })),
  }
}

export function quizForm(from: Data | null): QuizForm | null {
  if (from === null) return null
  const review = textOf(from['review'])
  return {
    ...emptyQuiz(textOf(from['key'])),
    title: textOf(from['title']),
    questions: textsOf(from['questions']),
    draw: listOf(from['draw']).map((rule) => ({
      topic: textOf(rule['topic']),
      difficulty: textOf(rule['difficulty']) as DrawForm['difficulty'],
      use: textOf(rule['use']) as DrawForm['use'],
      count: textOf(rule['count']),
    })),
    shuffle: from['shuffle'] !== false,
    minutes: textOf(from['minutes']),
    attempts: textOf(from['attempts']),
    pass_mark: textOf(from['pass_mark']) || '60',
    review: review === 'after_pass' || review === 'after_close' || review === 'never' ? review : 'after_finish',
    closes_at: textOf(from['closes_at']),
    partial_credit: from['partial_credit'] !== false,
    ordered: from['ordered'] === true,
  }
}

/** A number as typed: a number when it is one, else the text, so that the server can say what is wrong with it. */
function numberOf(typed: string): number | string | null {
  const trimmed = typed.trim()
  if (trimmed === '') return null
  return /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : trimmed
}

function given(values: Readonly<Record<string, string | readonly unknown[]>>): Data {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.length > 0))
}

export function quizData(form: QuizForm): Data {
  return {
    key: form.key,
    title: form.title,
    ...(form.questions.length > 0 ? { questions: form.questions } : { draw: form.draw.map(drawData) }),
    shuffle: form.shuffle,
    minutes: numberOf(form.minutes),
    attempts: numberOf(form.attempts),
    pass_mark: numberOf(form.pass_mark),
    review: form.review,
    closes_at: form.closes_at === '' ? null : form.closes_at,
    partial_credit: form.partial_credit,
    ordered: form.ordered,
  }
}

function drawData(rule: DrawForm): Data {
  return { topic: rule.topic || null, difficulty: rule.difficulty === '' ? null : Number(rule.difficulty), use: rule.use || null, count: numberOf(rule.count) }
}

function lessonData(form: LessonForm): Data {
  const { key, title, markdown, media } = form
  const articles = form.articles.map((article) => article.trim()).filter((article) => article !== '')
  return { key, title, markdown, ...given({ title_en: form.title_en, summary_en: form.summary_en, articles, media }) }
}

/** The source to be stored; lists keep their order, so that paths of problems fit the form. */
export function courseData(form: CourseForm): Data {
  const { key, title, summary, hours } = form
  return {
    key,
    title,
    summary,
    hours,
    ...given({ title_en: form.title_en, summary_en: form.summary_en, audience: form.audience, audience_en: form.audience_en }),
    ...given({ valid_from: form.valid_from, valid_to: form.valid_to, prerequisites: form.prerequisites }),
    ...(form.certificate === '' ? {} : { certificate: { valid_months: form.certificate === NO_LIMIT ? null : numberOf(form.certificate) } }),
    units: form.units.map((unit) => ({
      title: unit.title,
      ...given({ title_en: unit.title_en }),
      lessons: unit.lessons.map(lessonData),
      ...(unit.quiz === null ? {} : { quiz: quizData(unit.quiz) }),
    })),
    ...(form.final_quiz === null ? {} : { final_quiz: quizData(form.final_quiz) }),
    completion: form.completion,
  }
}

/** Moves the item at `from` by `step` places within `items`; what would leave the list stays. */
export function moved<Item>(items: readonly Item[], from: number, step: number): Item[] {
  const to = from + step
  const item = items[from]
  if (item === undefined || to < 0 || to >= items.length) return [...items]
  const rest = items.filter((_, place) => place !== from)
  return [...rest.slice(0, to), item, ...rest.slice(to)]
}

/** Moves a lesson by one place; past the edge of its unit it goes into the next one. Returns where it is then. */
export function moveLesson(units: UnitForm[], at: { unit: number; lesson: number }, step: -1 | 1): { unit: number; lesson: number } {
  const unit = units[at.unit]
  const lesson = unit?.lessons[at.lesson]
  if (unit === undefined || lesson === undefined) return at
  const inside = at.lesson + step
  if (inside >= 0 && inside < unit.lessons.length) {
    unit.lessons = moved(unit.lessons, at.lesson, step)
    return { unit: at.unit, lesson: inside }
  }
  const neighbour = units[at.unit + step]
  if (neighbour === undefined) return at
  unit.lessons.splice(at.lesson, 1)
  const place = step === 1 ? 0 : neighbour.lessons.length
  neighbour.lessons.splice(place, 0, lesson)
  return { unit: at.unit + step, lesson: place }
}

/** A key for a new part of the course: the course's key and a number that none has. */
export function newKey(course: CourseForm, kind: 'lesson' | 'quiz'): string {
  const taken = new Set([
    ...course.units.flatMap((unit) => [...unit.lessons.map((lesson) => lesson.key), unit.quiz?.key ?? '']),
    course.final_quiz?.key ?? '',
  ])
  const stem = `${course.key.slice(0, 30) || 'course'}-${kind === 'lesson' ? 'l' : 'q'}`
  let number = 1
  while (taken.has(`${stem}${number}`)) number += 1
  return `${stem}${number}`
}

/** The place in the editor that a problem's path is about. */
export function placeOf(path: string): Place {
  const unit = /^units\[(\d+)\]/.exec(path)
  if (unit !== null) {
    const position = Number(unit[1])
    const lesson = /^units\[\d+\]\.lessons\[(\d+)\]/.exec(path)
    if (lesson !== null) return { kind: 'lesson', unit: position, lesson: Number(lesson[1]) }
    return path.startsWith(`units[${position}].quiz`) ? { kind: 'quiz', unit: position } : { kind: 'unit', unit: position }
  }
  return path.startsWith('final_quiz') ? { kind: 'final' } : { kind: 'facts' }
}

/** The path of a place, as problems name it; '' for the course's own facts. */
export function pathOf(place: Place): string {
  switch (place.kind) {
    case 'unit':
      return `units[${place.unit}]`
    case 'lesson':
      return `units[${place.unit}].lessons[${place.lesson}]`
    case 'quiz':
      return `units[${place.unit}].quiz`
    case 'final':
      return 'final_quiz'
    case 'facts':
      return ''
  }
}
