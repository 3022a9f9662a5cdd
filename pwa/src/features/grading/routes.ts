import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/assessment/rounds/:roundId/board', component: () => import('./pages/BoardPage.vue'), meta: { title: 'grading.board', permission: 'assessment:round:read' } },
  { path: '/assessment/suggestions', component: () => import('./pages/SuggestionsPage.vue'), meta: { title: 'grading.suggestions', permission: 'assessment:grade:suggest' } },
  { path: '/assessment/deferrals', component: () => import('./pages/DeferralsPage.vue'), meta: { title: 'grading.deferrals' } },
]
