import type { RouteRecordRaw } from 'vue-router'

export const deskRoutes: readonly RouteRecordRaw[] = [
  {
    path: '/authoring/article-changes',
    component: () => import('./pages/ArticleChangePage.vue'),
    meta: { title: 'practice.articleChange', permission: 'courses:question:author' },
  },
]
