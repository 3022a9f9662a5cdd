import type { RouteRecordRaw } from 'vue-router'

export const deskRoutes: readonly RouteRecordRaw[] = [
  {
    path: '/assessment/units',
    component: () => import('./pages/UnitsPage.vue'),
    meta: { title: 'year.unitsTitle', permission: 'assessment:round:manage' },
  },
  {
    path: '/me/year/units/:id',
    component: () => import('./pages/UnitYearPage.vue'),
    meta: { title: 'year.unitYear', permission: 'assessment:round:read' },
  },
]
