import type { RouteRecordRaw } from 'vue-router'

import TasksPage from './pages/TasksPage.vue'

export const routes: readonly RouteRecordRaw[] = [
  {
    path: '/tasks',
    component: TasksPage,
    meta: { title: 'app.tasks', first: true },
    children: [{ path: ':id', component: () => import('./pages/TaskPage.vue'), meta: { title: 'approvals.task', first: false } }],
  },
  { path: '/matters/:id', component: () => import('./pages/MatterPage.vue'), meta: { title: 'approvals.matter' } },
  { path: '/matters/:id/correction', component: () => import('./pages/CorrectionPage.vue'), meta: { title: 'approvals.correction' } },
  { path: '/register/units/:id/file/personnel_entry', component: () => import('./pages/PersonnelEntryPage.vue'), meta: { title: 'approvals.personnelEntry' } },
  { path: '/register/units/:id/file/opening_balance', component: () => import('./pages/OpeningBalancePage.vue'), meta: { title: 'approvals.openingBalance' } },
]
