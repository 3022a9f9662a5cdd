import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/learn/practice', component: () => import('./pages/PracticePage.vue'), meta: { title: 'practice.practice' } },
]
