import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/learn/desk', component: () => import('./pages/DeskPage.vue'), meta: { title: 'desk.title' } },
  { path: '/learn/desk/faq/:id', component: () => import('./pages/EntryPage.vue'), meta: { title: 'desk.entryPage' } },
  { path: '/learn/desk/:id', component: () => import('./pages/QuestionPage.vue'), meta: { title: 'desk.questionPage' } },
  { path: '/learn/card', component: () => import('./pages/CardPage.vue'), meta: { title: 'desk.card' } },
]
