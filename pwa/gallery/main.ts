/** The workbench: every component with its states, served by `npm run dev` at /gallery/ and never built. */
import 'vant/es/style/base.css'
import '@/shared/ui/styles/tokens.css'
import '@/shared/ui/styles/base.css'

import { createApp } from 'vue'
import { createRouter, createWebHashHistory } from 'vue-router'

import GalleryPage from './GalleryPage.vue'
import { preferredLocale, setLocale } from '@/shared/i18n'
import { applyAppearance } from '@/shared/theme'

applyAppearance()
await setLocale(preferredLocale())
const router = createRouter({ history: createWebHashHistory(), routes: [{ path: '/:any(.*)*', component: GalleryPage }] })
createApp(GalleryPage).use(router).mount('#app')
