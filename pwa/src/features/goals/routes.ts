import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/me/goals', component: () => import('./pages/MyGoalsPage.vue'), meta: { title: 'goals.mine' } },
  { path: '/me/checks', component: () => import('./pages/MyChecksPage.vue'), meta: { title: 'goals.checks' } },
]
