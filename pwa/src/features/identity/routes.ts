import type { RouteRecordRaw } from 'vue-router'

import SignInPage from './pages/SignInPage.vue'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/sign-in', component: SignInPage, meta: { title: 'identity.signIn', bare: true, public: true, first: true } },
  { path: '/password', component: () => import('./pages/PasswordPage.vue'), meta: { title: 'identity.password', bare: true } },
  { path: '/me', component: () => import('./pages/MePage.vue'), meta: { title: 'app.me' } },
  { path: '/me/devices', component: () => import('./pages/DevicesPage.vue'), meta: { title: 'identity.devices' } },
  { path: '/me/feedback', component: () => import('./pages/FeedbackPage.vue'), meta: { title: 'identity.feedback' } },
]
