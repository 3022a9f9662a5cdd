import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/me/year', component: () => import('./pages/YearPage.vue'), meta: { title: 'year.title' } },
  {
    path: '/me/year/units/:id',
    component: () => import('./pages/UnitYearPage.vue'),
    meta: { title: 'year.unitYear', permission: 'assessment:unit_year:read' },
  },
]
