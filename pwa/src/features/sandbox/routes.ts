import type { RouteRecordRaw } from 'vue-router'

/** The way in, on the real side; the practice space itself is the same app under another base. */
export const routes: readonly RouteRecordRaw[] = [{ path: '/learn/sandbox', component: () => import('./pages/SandboxPage.vue'), meta: { title: 'sandbox.title' } }]
