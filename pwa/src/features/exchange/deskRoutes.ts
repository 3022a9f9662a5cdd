import type { RouteRecordRaw } from 'vue-router'

export const deskRoutes: readonly RouteRecordRaw[] = [
  { path: '/register/undecided', component: () => import('./pages/UndecidedPage.vue'), meta: { title: 'exchange.undecided', permission: 'exchange:undecided:place' } },
]
