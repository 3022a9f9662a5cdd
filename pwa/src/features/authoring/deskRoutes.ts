import type { RouteRecordRaw } from 'vue-router'

const COURSE = 'courses:course:author'
const QUESTION = 'courses:question:author'

export const deskRoutes: readonly RouteRecordRaw[] = [
  { path: '/authoring', component: () => import('./pages/AuthoringPage.vue'), meta: { title: 'authoring.authoring', permission: COURSE } },
  { path: '/authoring/courses/:id', component: () => import('./pages/CoursePage.vue'), meta: { title: 'authoring.course', permission: COURSE } },
  { path: '/authoring/questions/:id', component: () => import('./pages/QuestionPage.vue'), meta: { title: 'authoring.question', permission: QUESTION } },
  { path: '/authoring/analysis/:quizId', component: () => import('./pages/AnalysisPage.vue'), meta: { title: 'authoring.analysis', permission: 'courses:analysis:read' } },
]
