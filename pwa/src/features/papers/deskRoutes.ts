import type { RouteRecordRaw } from 'vue-router'

export const deskRoutes: readonly RouteRecordRaw[] = [
  { path: '/assessment/rounds/:id/papers', component: () => import('./pages/PapersPage.vue'), meta: { title: 'papers.title', permission: 'assessment:result:read' } },
]
