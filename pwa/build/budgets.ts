import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

import type { Plugin } from 'vite'

import { isOnDemand } from '../service-worker/on-demand.ts'

/** Bytes over the line, packed with brotli: what stands in index.html, and what the service worker fetches at once. */
const START_BYTES = 75_000
const PRECACHE_BYTES = 350_000
const PRECACHED = /^(?:index\.html|assets\/.+\.(?:js|css)|icons\/icon\.svg)$/
const LANGUAGES = ['zh-CN', 'en'] as const
const NAMED_IN_PAGE = /(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g

interface Weight {
  readonly name: string
  readonly bytes: number
}

/** Fails a build that is too heavy for a phone, or of which a phone without a network would miss a file. */
export function budgets(): Plugin {
  let directory = 'dist'
  return {
    name: 'zhangbian:budgets',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      directory = config.build.outDir
    },
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || isForFew(chunk.fileName)) continue
        const missing = chunk.imports.filter(isForFew)
        if (missing.length > 0) this.error(`${chunk.fileName} is kept on every phone, what it imports is not: ${missing.join(', ')}`)
      }
    },
    closeBundle: {
      // After what it weighs has been packed.
      order: 'post',
      sequential: true,
      async handler(failure) {
        if (failure !== undefined) return
        const page = await readFile(join(directory, 'index.html'), 'utf8')
        const start = [...page.matchAll(NAMED_IN_PAGE)].map((match) => match[1] ?? '')
        hold('the start of the app', await weigh(directory, start), START_BYTES)
        const names = (await readdir(directory, { recursive: true })).map((name) => name.replaceAll('\\', '/')).filter((name) => PRECACHED.test(name))
        for (const language of LANGUAGES) {
          const kept = names.filter((name) => !isOnDemand(`/${name}`, language))
          hold(`the precache in ${language}`, await weigh(directory, kept), PRECACHE_BYTES)
        }
      },
    },
  }
}

function isForFew(name: string): boolean {
  return LANGUAGES.every((language) => isOnDemand(`/${name}`, language))
}

async function weigh(directory: string, names: readonly string[]): Promise<Weight[]> {
  return Promise.all(names.map(async (name) => ({ name, bytes: await packedBytes(join(directory, name)) })))
}

async function packedBytes(path: string): Promise<number> {
  const packed = await stat(`${path}.br`).catch(() => stat(path))
  return packed.size
}

/** Throws when the files together are heavier than allowed, and names the heaviest. */
function hold(what: string, files: readonly Weight[], allowed: number): void {
  const sum = files.reduce((total, file) => total + file.bytes, 0)
  if (sum <= allowed) return
  const heaviest = files.toSorted((a, b) => b.bytes - a.bytes).slice(0, 8)
  throw new Error(`${what}: ${String(sum)} bytes, ${String(allowed)} allowed; ${heaviest.map((file) => `${file.name} ${String(file.bytes)}`).join(', ')}`)
}
