import { nextTick } from 'vue'
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'

import approvals from '@/features/approvals/routes'
import identity from '@/features/identity/routes'
import learn from '@/features/learn/routes'
import register from '@/features/register/routes'
import { t, type MessageKey } from '@/shared/i18n'

declare module 'vue-router' {
  interface RouteMeta {
    /** The page's name in the window's title. */
    title?: MessageKey
    /** Stands alone, without the shell and its tabs. */
    bare?: boolean
  }
}

/** Each feature's `routes.ts` is spread in here; pages are fetched when they are first opened. */
const routes: readonly RouteRecordRaw[] = [
  { path: '/', redirect: '/tasks' },
  ...approvals,
  ...identity,
  ...learn,
  ...register,
  { path: '/:missing(.*)*', component: () => import('./NotFoundPage.vue'), meta: { title: 'app.notFoundTitle' } },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

router.afterEach(async (to, from) => {
  const title = to.meta.title
  document.title = title === undefined ? t('app.name') : `${t(title)} - ${t('app.name')}`
  if (from.matched.length === 0) return
  // A change of page is silent for those who hear it, unless the focus goes to the new heading.
  await nextTick()
  document.querySelector<HTMLElement>('h1[tabindex="-1"]')?.focus({ preventScroll: true })
})
