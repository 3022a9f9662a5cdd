import type { RouteRecordRaw } from 'vue-router'

export const deskRoutes: readonly RouteRecordRaw[] = [
  { path: '/training/mentoring', component: () => import('./pages/PairingPage.vue'), meta: { title: 'mentoring.pairing', permission: 'courses:mentoring:manage' } },
  { path: '/training/mentoring/run/:runId', component: () => import('./pages/RunPage.vue'), meta: { title: 'mentoring.run', permission: 'courses:mentoring:manage' } },
]
