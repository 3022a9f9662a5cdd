import 'vant/es/style/base.css'
import '@/shared/ui/styles/tokens.css'
import '@/shared/ui/styles/base.css'
import '@/shared/ui/styles/pages.css'

import { createApp, watch } from 'vue'

import App from './App.vue'
import { router } from './router'
import { registerServiceWorker, tellWorkerLocale } from './updates'
import { announceDecisions } from '@/features/approvals/announce'
import { enterPractice, leavePractice } from '@/features/sandbox/enterPractice'
import { whenQuiet } from '@/shared/api/client'
import { loadMessages, locale, preferredLocale, setLocale } from '@/shared/i18n'
import { flush } from '@/shared/offline/queue'
import { inSandbox } from '@/shared/space'
import { applyAppearance } from '@/shared/theme'

applyAppearance()
if (inSandbox) enterPractice()
// Not awaited here: a file that waits while it is loaded keeps the build from joining others.
void setLocale(preferredLocale(), { remember: false }).then(start)

function start(): void {
  watch(locale, (next) => void tellWorkerLocale(next))
  createApp(App).use(router).mount('#app')
  announceDecisions((path) => void router.push(path))
  // After the first paint: nothing on the screen waits for it.
  requestAnimationFrame(() => setTimeout(() => void registerServiceWorker(openPath)))
  void whenQuiet().then(loadMessages).catch(() => undefined)
}

/** Where a push message leads; it is also a sign that the server can be reached. */
function openPath(path: string): void {
  void flush()
  // A real message never opens among the practice papers.
  if (inSandbox) leavePractice(path)
  else void router.push(path)
}
