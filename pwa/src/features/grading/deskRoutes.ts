import type { RouteRecordRaw } from 'vue-router'

export const deskRoutes: readonly RouteRecordRaw[] = [
  { path: '/assessment/rounds/:roundId/board', component: () => import('./pages/BoardPage.vue'), meta: { title: 'grading.board', permission: 'assessment:round:read' } },
  { path: '/assessment/deferrals', component: () => import('./pages/DeferralsPage.vue'), meta: { title: 'grading.deferrals' } },
]
