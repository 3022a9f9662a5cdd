import type { RouteRecordRaw } from 'vue-router'

import SignInPage from './pages/SignInPage.vue'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/sign-in', component: SignInPage, meta: { title: 'identity.signIn', bare: true, public: true, first: true } },
  { path: '/password', component: () => import('./pages/PasswordPage.vue'), meta: { title: 'identity.password', bare: true } },
  { path: '/me', component: () => import('./pages/MePage.vue'), meta: { title: 'app.me' } },
  { path: '/me/devices', component: () => import('./pages/DevicesPage.vue'), meta: { title: 'identity.devices' } },
  { path: '/me/feedback', component: () => import('./pages/FeedbackPage.vue'), meta: { title: 'identity.feedback' } },
  { path: '/admin/grants', component: () => import('./pages/GrantsPage.vue'), meta: { title: 'identity.grants', permission: 'identity:grant:read' } },
  { path: '/admin/accounts', component: () => import('./pages/AccountsPage.vue'), meta: { title: 'identity.accounts', permission: 'identity:account:read' } },
  { path: '/admin/settings', component: () => import('./pages/SettingsPage.vue'), meta: { title: 'identity.settings', permission: 'identity:setting:read' } },
  { path: '/admin/audit', component: () => import('./pages/AuditPage.vue'), meta: { title: 'identity.audit', permission: 'identity:audit:read' } },
  { path: '/admin/feedback', component: () => import('./pages/FeedbackListPage.vue'), meta: { title: 'identity.feedbackList', permission: 'identity:feedback:read' } },
]
