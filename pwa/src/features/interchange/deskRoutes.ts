import type { RouteRecordRaw } from 'vue-router'

export const deskRoutes: readonly RouteRecordRaw[] = [
  {
    path: '/authoring/interchange',
    component: () => import('./pages/InterchangePage.vue'),
    meta: { title: 'interchange.interchange', permission: 'courses:question:author' },
  },
]
