import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [{ path: '/learn', component: () => import('./pages/LearnPage.vue'), meta: { title: 'app.learn' } }]
