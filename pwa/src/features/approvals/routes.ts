import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/tasks', component: () => import('./pages/TasksPage.vue'), meta: { title: 'approvals.title' } },
] satisfies RouteRecordRaw[]
