import 'vant/es/style/base.css'
import '@/shared/ui/styles/tokens.css'
import '@/shared/ui/styles/base.css'
import '@/shared/ui/styles/pages.css'

import { createApp, watch } from 'vue'

import App from './App.vue'
import { router } from './router'
import { registerServiceWorker, tellWorkerLocale } from './updates'
import { announceDecisions } from '@/features/approvals/announce'
import { locale, preferredLocale, setLocale } from '@/shared/i18n'
import { applyAppearance } from '@/shared/theme'

applyAppearance()
await setLocale(preferredLocale(), { remember: false })
watch(locale, (next) => void tellWorkerLocale(next))

createApp(App).use(router).mount('#app')
announceDecisions((path) => void router.push(path))

// After the first paint: nothing on the screen waits for it.
requestAnimationFrame(() => setTimeout(() => void registerServiceWorker((path) => void router.push(path))))
