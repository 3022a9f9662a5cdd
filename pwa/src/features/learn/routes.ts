import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/learn', component: () => import('./pages/LearnPage.vue'), meta: { title: 'learn.title' } },
] satisfies RouteRecordRaw[]
