import type { RouteRecordRaw } from 'vue-router'

export const deskRoutes: readonly RouteRecordRaw[] = [
  {
    path: '/training/certificates',
    component: () => import('./pages/IssuedCertificatesPage.vue'),
    meta: { title: 'certificates.issued', permission: 'courses:certificate:manage' },
  },
]
