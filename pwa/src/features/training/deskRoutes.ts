import type { RouteRecordRaw } from 'vue-router'

export const deskRoutes: readonly RouteRecordRaw[] = [
  { path: '/training/assignments', component: () => import('./pages/AssignmentsPage.vue'), meta: { title: 'training.assignments', permission: 'courses:assignment:manage' } },
  { path: '/training/report', component: () => import('./pages/ReportPage.vue'), meta: { title: 'training.report', permission: 'courses:report:read' } },
]
