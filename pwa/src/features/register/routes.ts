import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/register', component: () => import('./pages/RegisterPage.vue'), meta: { title: 'register.title' } },
] satisfies RouteRecordRaw[]
