import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/me/year/result', component: () => import('./pages/ResultPage.vue'), meta: { title: 'results.mine' } },
  { path: '/me/year/list', component: () => import('./pages/ListPage.vue'), meta: { title: 'results.list' } },
]
