import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

const SOURCES = 'src'

/** The declarations of each plain class of a component's style, by class. */
function classesOf(file: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const [, style = ''] of readFileSync(join(SOURCES, file), 'utf8').matchAll(/<style>([\s\S]*?)<\/style>/g)) {
    for (const [, selectors = '', body = ''] of style.replaceAll(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
      for (const selector of selectors.split(',')) {
        const name = /^\s*\.([\w-]+)\s*$/.exec(selector)?.[1]
        if (name !== undefined) found.set(name, (found.get(name) ?? '') + body.replaceAll(/\s+/g, ' '))
      }
    }
  }
  return found
}

describe('a class', () => {
  // Styles are global, and those of a page stay when the next one is shown.
  it('looks the same whichever pages were opened before', () => {
    const seen = new Map<string, { file: string; body: string }>()
    const clashes: string[] = []
    for (const file of readdirSync(SOURCES, { encoding: 'utf8', recursive: true }).filter((name) => name.endsWith('.vue'))) {
      for (const [name, body] of classesOf(file)) {
        const other = seen.get(name)
        if (other === undefined) seen.set(name, { file, body })
        else if (other.body !== body) clashes.push(`.${name}: ${other.file}, ${file}`)
      }
    }
    expect(clashes).toEqual([])
  })
})
