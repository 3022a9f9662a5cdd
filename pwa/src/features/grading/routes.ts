import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/assessment/suggestions', component: () => import('./pages/SuggestionsPage.vue'), meta: { title: 'grading.suggestions', permission: 'assessment:grade:suggest' } },
]
