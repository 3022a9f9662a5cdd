import type { RouteRecordRaw } from 'vue-router'

export const deskRoutes: readonly RouteRecordRaw[] = [
  {
    path: '/training/records',
    component: () => import('./pages/TrainingRecordsPage.vue'),
    meta: { title: 'records.authority', permission: 'courses:credit:confirm' },
  },
]
