import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [{ path: '/me/unsent', component: () => import('./pages/UnsentPage.vue'), meta: { title: 'outbox.title' } }]
