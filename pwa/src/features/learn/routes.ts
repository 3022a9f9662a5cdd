import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/learn', component: () => import('./pages/LearnPage.vue'), meta: { title: 'app.learn' } },
  { path: '/learn/courses', component: () => import('./pages/CoursesPage.vue'), meta: { title: 'learn.allCourses' } },
  { path: '/learn/courses/:courseId', component: () => import('./pages/CoursePage.vue'), meta: { title: 'learn.course' } },
  { path: '/learn/courses/:courseId/lessons/:lessonId', component: () => import('./pages/LessonPage.vue'), meta: { title: 'learn.lesson' } },
]
