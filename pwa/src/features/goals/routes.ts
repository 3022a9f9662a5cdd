import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/me/goals', component: () => import('./pages/MyGoalsPage.vue'), meta: { title: 'goals.mine' } },
  { path: '/me/checks', component: () => import('./pages/MyChecksPage.vue'), meta: { title: 'goals.checks' } },
  { path: '/assessment/goals', component: () => import('./pages/UnitGoalsPage.vue'), meta: { title: 'goals.unit', permission: 'assessment:goal:manage' } },
  { path: '/assessment/checks', component: () => import('./pages/PaperChecksPage.vue'), meta: { title: 'goals.paper', permission: 'assessment:round:manage' } },
]
