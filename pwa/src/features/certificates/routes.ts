import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/learn/certificates', component: () => import('./pages/CertificatesPage.vue'), meta: { title: 'certificates.title' } },
  { path: '/verify/:token', component: () => import('./pages/VerifyPage.vue'), meta: { title: 'certificates.verifyTitle', bare: true, public: true, always: true } },
]
