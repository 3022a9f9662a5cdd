import type { AnswerOf } from '@/shared/api/client'

export type CourseItem = AnswerOf<'/api/v1/courses', 'get'>['items'][number]
export type LearnHome = AnswerOf<'/api/v1/courses/home', 'get'>
export type Course = AnswerOf<'/api/v1/courses/{course_id}', 'get'>
export type CourseUnit = Course['units'][number]
export type QuizLine = CourseUnit['quizzes'][number]
export type Lesson = AnswerOf<'/api/v1/courses/{course_id}/lessons/{lesson_id}', 'get'>
export type LessonMedia = Lesson['media'][number]
/** A whole course as it is kept on the device. */
export type CoursePackage = AnswerOf<'/api/v1/courses/{course_id}/package', 'get'>
