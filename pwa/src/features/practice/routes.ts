import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/learn/practice', component: () => import('./pages/PracticePage.vue'), meta: { title: 'practice.practice' } },
  {
    path: '/authoring/article-changes',
    component: () => import('./pages/ArticleChangePage.vue'),
    meta: { title: 'practice.articleChange', permission: 'courses:question:author' },
  },
]
