import type { RouteRecordRaw } from 'vue-router'

export const deskRoutes: readonly RouteRecordRaw[] = [
  { path: '/admin/grants', component: () => import('./pages/GrantsPage.vue'), meta: { title: 'identity.grants', permission: 'identity:grant:read' } },
  { path: '/admin/accounts', component: () => import('./pages/AccountsPage.vue'), meta: { title: 'identity.accounts', permission: 'identity:account:read' } },
  { path: '/admin/settings', component: () => import('./pages/SettingsPage.vue'), meta: { title: 'identity.settings', permission: 'identity:setting:read' } },
  { path: '/admin/audit', component: () => import('./pages/AuditPage.vue'), meta: { title: 'identity.audit', permission: 'identity:audit:read' } },
  { path: '/admin/feedback', component: () => import('./pages/FeedbackListPage.vue'), meta: { title: 'identity.feedbackList', permission: 'identity:feedback:read' } },
]
