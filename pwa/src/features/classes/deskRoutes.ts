import type { RouteRecordRaw } from 'vue-router'

/** Who teaches is named by account and may hold no role, so the teacher's pages ask for no permission; the server does. */
export const deskRoutes: readonly RouteRecordRaw[] = [
  { path: '/teach/classes/new', component: () => import('./pages/NewClassPage.vue'), meta: { title: 'classes.new', permission: 'courses:class:manage' } },
  { path: '/teach/classes/:classId', component: () => import('./pages/BoardPage.vue'), meta: { title: 'classes.roster' } },
  { path: '/teach/classes/:classId/plan', component: () => import('./pages/PlanPage.vue'), meta: { title: 'classes.plan', permission: 'courses:class:manage' } },
]
