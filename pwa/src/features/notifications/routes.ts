import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/me/notices', component: () => import('./pages/NoticesPage.vue'), meta: { title: 'notifications.notices' } },
  { path: '/me/push', component: () => import('./pages/PushPage.vue'), meta: { title: 'notifications.push' } },
  { path: '/go/:id', component: () => import('./pages/GoPage.vue'), meta: { title: 'notifications.notices' } },
]
