import type { RouteRecordRaw } from 'vue-router'

export const deskRoutes: readonly RouteRecordRaw[] = [
  { path: '/assessment/rounds/:id/decisions', component: () => import('./pages/DecisionsPage.vue'), meta: { title: 'results.decisions' } },
  {
    path: '/assessment/rounds/:id/objections',
    component: () => import('./pages/QuestionsPage.vue'),
    meta: { title: 'results.questions', permission: 'assessment:round:manage' },
  },
]
