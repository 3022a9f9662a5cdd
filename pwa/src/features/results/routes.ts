import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/me/year/result', component: () => import('./pages/ResultPage.vue'), meta: { title: 'results.mine' } },
  { path: '/me/year/list', component: () => import('./pages/ListPage.vue'), meta: { title: 'results.list' } },
  { path: '/assessment/rounds/:id/decisions', component: () => import('./pages/DecisionsPage.vue'), meta: { title: 'results.decisions' } },
  {
    path: '/assessment/rounds/:id/objections',
    component: () => import('./pages/QuestionsPage.vue'),
    meta: { title: 'results.questions', permission: 'assessment:round:manage' },
  },
]
