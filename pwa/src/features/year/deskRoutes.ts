import type { RouteRecordRaw } from 'vue-router'

export const deskRoutes: readonly RouteRecordRaw[] = [
  {
    path: '/assessment/units',
    component: () => import('./pages/UnitsPage.vue'),
    meta: { title: 'year.unitsTitle', permission: 'assessment:round:manage' },
  },
]
