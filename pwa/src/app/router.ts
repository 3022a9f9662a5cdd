import { nextTick, watch } from 'vue'
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'

import { deskRoutes } from './deskRoutes'
import { routes as approvals } from '@/features/approvals/routes'
import { routes as certificates } from '@/features/certificates/routes'
import { routes as desk } from '@/features/desk/routes'
import { routes as classes } from '@/features/classes/routes'
import { routes as evidence } from '@/features/evidence/routes'
import { routes as goals } from '@/features/goals/routes'
import { routes as grading } from '@/features/grading/routes'
import { routes as identity } from '@/features/identity/routes'
import { can, loadSession, session } from '@/features/identity/session'
import { routes as learn } from '@/features/learn/routes'
import { routes as mentoring } from '@/features/mentoring/routes'
import { routes as mentorship } from '@/features/mentorship/routes'
import { routes as notifications } from '@/features/notifications/routes'
import { routes as marks } from '@/features/marks/routes'
import { routes as outbox } from '@/features/outbox/routes'
import { routes as quizzes } from '@/features/quizzes/routes'
import { routes as records } from '@/features/records/routes'
import { routes as practice } from '@/features/practice/routes'
import { routes as register } from '@/features/register/routes'
import { routes as results } from '@/features/results/routes'
import { leavePractice } from '@/features/sandbox/enterPractice'
import { routes as sandbox } from '@/features/sandbox/routes'
import { routes as year } from '@/features/year/routes'
import { loadMessages, t, type MessageKey } from '@/shared/i18n'
import { connection } from '@/shared/offline/connection'
import { inSandbox, SANDBOX_BASE } from '@/shared/space'
import { closeTopModal } from '@/shared/ui/modality'
import { showToast } from '@/shared/ui/toast'

declare module 'vue-router' {
  interface RouteMeta {
    /** The page's name in the window's title. */
    title?: MessageKey
    /** Stands alone, without the shell and its tabs. */
    bare?: boolean
    /** Opens without signing in; who has signed in is led on, unless it is for everybody (`always`). */
    public?: boolean
    always?: boolean
    /** Opens only for who may do this; the server asks again. */
    permission?: string
    /** One of the first screens, whose words are in the first bundle (`locales/start.*`). */
    first?: boolean
  }
}

/** The page for which the app was loaded anew last: once must be enough. */
const RELOADED_KEY = 'zb.reloaded-for'

const missing: RouteRecordRaw = { path: '/:missing(.*)*', component: () => import('./NotFoundPage.vue'), meta: { title: 'app.notFoundTitle' } }

/** Each feature's `routes.ts` is spread in here; pages are fetched when they are first opened. */
const everywhere: readonly RouteRecordRaw[] = [
  { path: '/', redirect: '/tasks' },
  ...approvals,
  ...certificates,
  ...classes,
  ...desk,
  ...evidence,
  ...goals,
  ...grading,
  ...identity,
  ...learn,
  ...mentoring,
  ...mentorship,
  ...marks,
  ...notifications,
  ...outbox,
  ...quizzes,
  ...records,
  ...practice,
  ...register,
  ...results,
  ...sandbox,
  ...year,
  ...deskRoutes,
  missing,
]

/** What can be practiced. */
const inPractice: readonly RouteRecordRaw[] = [
  { path: '/', redirect: '/tasks' },
  { path: '/me', redirect: '/me/notices' },
  ...approvals,
  ...notifications.filter((route) => route.path !== '/me/push'),
  ...outbox,
  ...register,
  missing,
]

export const router = createRouter({
  history: createWebHistory(inSandbox ? SANDBOX_BASE : '/'),
  routes: inSandbox ? inPractice : everywhere,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

// Going back closes the sheet that is open and stays on its page; the browser stands at the other page's entry by then.
router.beforeEach((to) => {
  const wentBack = (window.history.state as { current?: string } | null)?.current === to.fullPath
  return !(wentBack && closeTopModal())
})

router.beforeEach(async (to) => {
  if (session.status === 'unknown') await loadSession()
  if (inSandbox && (session.status === 'signed-out' || session.mustChangePassword)) {
    leavePractice()
    return false
  }
  if (to.meta.public === true) return session.status === 'signed-in' && to.meta.always !== true ? '/tasks' : true
  if (session.status === 'signed-out') return { path: '/sign-in', query: to.path === '/tasks' ? {} : { to: to.fullPath } }
  if (session.mustChangePassword && to.path !== '/password') return '/password'
  if (to.meta.permission !== undefined && session.status === 'signed-in' && !can(to.meta.permission)) return '/me'
  return true
})

router.beforeResolve(async (to) => {
  if (to.meta.first !== true) await loadMessages()
})

// The session ended while a page was open: sign in, then come back to it.
watch(
  () => session.status,
  (status) => {
    const here = router.currentRoute.value
    if (status === 'signed-out' && inSandbox) leavePractice()
    // While the first page is still being looked up, the guard above decides where it leads.
    else if (status === 'signed-out' && here.matched.length > 0 && here.meta.public !== true) void router.replace({ path: '/sign-in', query: { to: here.fullPath } })
    // The server took its time to say who it is, and the page was shown meanwhile.
    else if (status === 'signed-in' && session.mustChangePassword && here.matched.length > 0) void router.replace('/password')
  },
)

// A page's file that cannot be fetched: no network, or a newer build has replaced it and the app must be loaded anew.
router.onError((_error, to) => {
  if (connection.online && sessionStorage.getItem(RELOADED_KEY) !== to.fullPath) {
    sessionStorage.setItem(RELOADED_KEY, to.fullPath)
    window.location.assign(router.resolve(to.fullPath).href)
  } else {
    showToast(t('errors.network_unreachable'), { tone: 'bad' })
  }
})

router.afterEach(async (to, from, failure) => {
  if (failure !== undefined) return
  const title = to.meta.title
  const name = inSandbox ? t('app.practiceName') : t('app.name')
  document.title = title === undefined ? name : `${inSandbox ? `【${t('app.practiceMark')}】` : ''}${t(title)} - ${name}`
  // The same page with another question (`?year=`) keeps the focus where it is.
  if (from.matched.length === 0 || to.path === from.path) return
  // A change of page is silent for those who hear it, unless the focus goes to the new heading.
  await nextTick()
  document.querySelector<HTMLElement>('h1[tabindex="-1"]')?.focus({ preventScroll: true })
})
