import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/learn/records', component: () => import('./pages/RecordsPage.vue'), meta: { title: 'records.title' } },
]
