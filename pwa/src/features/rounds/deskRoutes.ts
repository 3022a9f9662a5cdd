import type { RouteRecordRaw } from 'vue-router'

export const deskRoutes: readonly RouteRecordRaw[] = [
  { path: '/assessment', component: () => import('./pages/RoundsPage.vue'), meta: { title: 'rounds.title', permission: 'assessment:round:read' } },
  { path: '/assessment/rounds/:id', component: () => import('./pages/RoundPage.vue'), meta: { title: 'rounds.one', permission: 'assessment:round:read' } },
]
