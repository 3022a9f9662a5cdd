import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/me', component: () => import('./pages/MePage.vue'), meta: { title: 'identity.title' } },
] satisfies RouteRecordRaw[]
