import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/learn/records', component: () => import('./pages/RecordsPage.vue'), meta: { title: 'records.title' } },
  {
    path: '/training/records',
    component: () => import('./pages/TrainingRecordsPage.vue'),
    meta: { title: 'records.authority', permission: 'courses:credit:confirm' },
  },
]
