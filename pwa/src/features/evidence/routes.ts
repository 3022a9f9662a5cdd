import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/me/year/evidence', component: () => import('./pages/EvidencePage.vue'), meta: { title: 'evidence.mine' } },
]
