import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

import type { Plugin } from 'vite'

const COMPRESSIBLE = /\.(?:js|css|html|svg|webmanifest)$/
/** Below one TCP segment there is nothing to gain. */
const SMALLEST_BYTES = 1_000

/**
 * Writes `file.br` and `file.gz` beside each text file of the build, so that the server
 * spends no CPU on compressing what never changes.
 */
export function precompress(): Plugin {
  let directory = 'dist'
  return {
    name: 'zhangbian:precompress',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      directory = config.build.outDir
    },
    closeBundle: {
      // After the service worker, which its own plugin also writes when the bundle is closed.
      order: 'post',
      sequential: true,
      async handler() {
        const names = await readdir(directory, { recursive: true })
        await Promise.all(names.filter((name) => COMPRESSIBLE.test(name)).map((name) => compressFile(join(directory, name))))
      },
    },
  }
}

async function compressFile(path: string): Promise<void> {
  const content = await readFile(path)
  if (content.length < SMALLEST_BYTES) return
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }),
    promisify(gzip)(content, { level: 9 }),
  ])
  await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)])
}
