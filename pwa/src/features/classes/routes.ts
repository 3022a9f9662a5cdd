import type { RouteRecordRaw } from 'vue-router'

/** Who teaches is named by account and may hold no role, so the teacher's pages ask for no permission; the server does. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/learn/classes', component: () => import('./pages/ClassesPage.vue'), meta: { title: 'classes.title' } },
  { path: '/learn/classes/:classId', component: () => import('./pages/ClassPage.vue'), meta: { title: 'classes.one' } },
  { path: '/learn/scan', component: () => import('./pages/ScanPage.vue'), meta: { title: 'classes.scan' } },
  { path: '/teach/classes', component: () => import('./pages/TeachPage.vue'), meta: { title: 'classes.teach' } },
]
