import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/learn/mentoring', component: () => import('./pages/MentoringPage.vue'), meta: { title: 'mentorship.title' } },
  { path: '/learn/mentoring/:id', component: () => import('./pages/MentorshipPage.vue'), meta: { title: 'mentorship.one' } },
]
