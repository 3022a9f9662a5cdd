import type { RouteRecordRaw } from 'vue-router'

export const deskRoutes: readonly RouteRecordRaw[] = [
  {
    path: '/assessment/schemes',
    component: () => import('./pages/SchemesPage.vue'),
    meta: { title: 'schemes.title', permission: 'assessment:scheme:manage' },
  },
  {
    path: '/assessment/schemes/:id',
    component: () => import('./pages/SchemePage.vue'),
    meta: { title: 'schemes.scheme', permission: 'assessment:scheme:manage' },
  },
]
