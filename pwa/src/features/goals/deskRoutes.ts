import type { RouteRecordRaw } from 'vue-router'

export const deskRoutes: readonly RouteRecordRaw[] = [
  { path: '/assessment/goals', component: () => import('./pages/UnitGoalsPage.vue'), meta: { title: 'goals.unit', permission: 'assessment:goal:manage' } },
  { path: '/assessment/checks', component: () => import('./pages/PaperChecksPage.vue'), meta: { title: 'goals.paper', permission: 'assessment:round:manage' } },
]
