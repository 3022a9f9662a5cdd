import { isDone } from './progress'
import type { Course, QuizLine } from './types'
import { titleOf } from './words'
import { t } from '@/shared/i18n'

export interface Step {
  readonly to: string
  readonly text: string
}

/** What comes next in a course: the first lesson not done, then the quizzes not passed; null when nothing is left. */
export function nextStep(course: Course): Step | null {
  const lessons = course.units.flatMap((unit) => unit.lessons)
  for (const unit of course.units) {
    const lesson = unit.lessons.find((one) => !isDone(one))
    if (lesson !== undefined) {
      const fresh = lesson === lessons[0] && !lessons.some(isDone)
      return { to: `/learn/courses/${course.id}/lessons/${lesson.id}`, text: fresh ? t('learn.begin') : t('learn.goOnWith', { title: titleOf(lesson) }) }
    }
    const quiz = unit.quizzes.find((one) => !one.passed)
    if (quiz !== undefined) return quizStep(quiz)
  }
  return course.final_quiz === null || course.final_quiz.passed ? null : quizStep(course.final_quiz)
}

function quizStep(quiz: QuizLine): Step {
  return { to: `/learn/quizzes/${quiz.id}`, text: t('learn.toQuiz', { title: quiz.title }) }
}
