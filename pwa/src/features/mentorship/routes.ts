import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/learn/mentoring', component: () => import('./pages/MentoringPage.vue'), meta: { title: 'mentorship.title' } },
  { path: '/learn/mentoring/:id', component: () => import('./pages/MentorshipPage.vue'), meta: { title: 'mentorship.one' } },
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
