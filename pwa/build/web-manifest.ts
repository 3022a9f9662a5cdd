import type { ManifestOptions } from 'vite-plugin-pwa'

/** What the phone shows on its home screen. Chinese first: a manifest knows one language. */
export const webManifest: Partial<ManifestOptions> = {
  id: '/',
  name: '掌上编办',
  short_name: '掌上编办',
  description: '机构编制管理：查编制、办事项、学法规。',
  lang: 'zh-CN',
  start_url: '/tasks',
  scope: '/',
  display: 'standalone',
  orientation: 'any',
  background_color: '#f4f6f9',
  theme_color: '#ffffff',
  categories: ['government', 'productivity'],
  icons: [
    { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: '/icons/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
  shortcuts: [
    { name: '待办', url: '/tasks' },
    { name: '查编制', url: '/register' },
  ],
}
