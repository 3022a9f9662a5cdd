import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/register/undecided', component: () => import('./pages/UndecidedPage.vue'), meta: { title: 'exchange.undecided', permission: 'exchange:undecided:place' } },
]
