import type { RouteRecordRaw } from 'vue-router'

const MANAGE = 'assessment:round:manage'
const READ = 'assessment:result:read'
const UNIT = 'assessment:unit_year:read'

export const deskRoutes: readonly RouteRecordRaw[] = [
  { path: '/assessment/evidence-objections', component: () => import('./pages/ObjectionsPage.vue'), meta: { title: 'evidence.objections', permission: MANAGE } },
  { path: '/assessment/evidence-entries', component: () => import('./pages/EntriesPage.vue'), meta: { title: 'evidence.entries', permission: MANAGE } },
  { path: '/assessment/evidence/:kind(people)/:id', component: () => import('./pages/SubjectPage.vue'), meta: { title: 'evidence.title', permission: READ } },
  { path: '/assessment/evidence/:kind(units)/:id', component: () => import('./pages/SubjectPage.vue'), meta: { title: 'evidence.title', permission: UNIT } },
]
