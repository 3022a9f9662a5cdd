import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/learn/quizzes/:quizId', component: () => import('./pages/QuizPage.vue'), meta: { title: 'quizzes.quiz' } },
  { path: '/learn/attempts/:attemptId', component: () => import('./pages/AttemptPage.vue'), meta: { title: 'quizzes.paper' } },
  { path: '/learn/attempts/:attemptId/review', component: () => import('./pages/ReviewPage.vue'), meta: { title: 'quizzes.review' } },
]
