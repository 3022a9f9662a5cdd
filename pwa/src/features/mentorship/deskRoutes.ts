import type { RouteRecordRaw } from 'vue-router'

export const deskRoutes: readonly RouteRecordRaw[] = [
  {
    path: '/training/mentorships',
    component: () => import('./pages/OverseenPage.vue'),
    meta: { title: 'mentorship.overseen', permission: 'courses:mentoring:manage' },
  },
  {
    path: '/training/secondments',
    component: () => import('./pages/SecondmentsPage.vue'),
    meta: { title: 'mentorship.secondments', permission: 'courses:mentoring:manage' },
  },
]
