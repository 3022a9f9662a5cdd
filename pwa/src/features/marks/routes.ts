import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/me/year/self-summary', component: () => import('./pages/SelfSummaryPage.vue'), meta: { title: 'marks.summary' } },
  { path: '/me/year/rating', component: () => import('./pages/RatingPage.vue'), meta: { title: 'marks.rating' } },
  { path: '/me/year/marks', component: () => import('./pages/MarksPage.vue'), meta: { title: 'marks.marks' } },
  { path: '/me/year/marks/:round/:person', component: () => import('./pages/MarkPage.vue'), meta: { title: 'marks.mark' } },
]
