import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/learn/mentoring/profile', component: () => import('./pages/ProfilePage.vue'), meta: { title: 'mentoring.profile' } },
]
