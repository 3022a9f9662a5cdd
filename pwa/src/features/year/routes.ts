import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/me/year', component: () => import('./pages/YearPage.vue'), meta: { title: 'year.title' } },
]
