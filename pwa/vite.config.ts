import { fileURLToPath } from 'node:url'

import vue from '@vitejs/plugin-vue'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'

import { budgets } from './build/budgets.ts'
import { chunkGroups } from './build/chunks.ts'
import { precompress } from './build/precompress.ts'
import { webManifest } from './build/web-manifest.ts'

const backend = `http://localhost:${process.env['ZB_PORT'] ?? '8000'}`

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  plugins: [
    // Nothing here or in Vant uses the options API: three kilobytes of the first screen.
    vue({ features: { optionsAPI: false } }),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'service-worker',
      filename: 'sw.ts',
      injectRegister: false,
      manifest: webManifest,
      // The home screen has its icons from the installation; the app itself shows only its own.
      includeManifestIcons: false,
      injectManifest: {
        rollupFormat: 'iife',
        // Only what the shell needs without a network; /api is never in a cache (service-worker/fetch.ts).
        globPatterns: ['index.html', 'assets/**/*.{js,css}', 'icons/icon.svg'],
      },
    }),
    precompress(),
    budgets(),
  ],
  build: {
    target: 'es2022',
    // Everything stays a file of its own origin: the Content-Security-Policy names no data: for scripts or styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      output: {
        codeSplitting: { groups: chunkGroups },
        chunkFileNames: 'assets/[name]-[hash].js',
      },
    },
  },
  server: {
    proxy: {
      '/api': backend,
      '/socket.io': { target: backend, ws: true },
    },
  },
  test: {
    environment: 'happy-dom',
    // One DOM for each worker with a fresh context for each file: a fifth of the time.
    pool: 'vmThreads',
    setupFiles: ['tests/setup.ts'],
    // A deadline, not a duration: the machine may be busy.
    testTimeout: 20_000,
    include: ['src/**/*.test.ts', 'service-worker/**/*.test.ts', 'tests/**/*.test.ts'],
    restoreMocks: true,
  },
})
