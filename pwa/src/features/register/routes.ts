import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/register', component: () => import('./pages/RegisterPage.vue'), meta: { title: 'app.register' } },
  { path: '/register/units/:id', component: () => import('./pages/UnitPage.vue'), meta: { title: 'register.unit' } },
  { path: '/register/regions/:code', component: () => import('./pages/RegionPage.vue'), meta: { title: 'register.region', permission: 'register:region:read' } },
]
