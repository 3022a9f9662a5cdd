import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import en from '@/locales/en'
import zhCN from '@/locales/zh-CN'

const SOURCES = join(import.meta.dirname, '../src')
function keysOf(messages: Readonly<Record<string, Readonly<Record<string, unknown>>>>): string[] {
  return Object.entries(messages).flatMap(([namespace, group]) => Object.keys(group).map((name) => `${namespace}.${name}`))
}

function sourceText(): string {
  return readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:vue|ts)$/.test(path) && !path.includes('locale'))
    .map((path) => readFileSync(join(SOURCES, path), 'utf8'))
    .join('\n')
}

describe('the languages', () => {
  it('have the same keys', () => {
    expect(keysOf(en)).toEqual(keysOf(zhCN))
  })

  it('have no key that nothing shows', () => {
    const text = sourceText()
    // Looked up by a code at run time: a whole namespace (tDynamic), or all keys that begin alike (`ns.begin${code}`).
    const namespaces = [...text.matchAll(/tDynamic\(\s*'(\w+)'/g)].map((match) => `${match[1] ?? ''}.`)
    const beginnings = [...namespaces, ...[...text.matchAll(/`(\w+\.\w*)\$\{/g)].map((match) => match[1] ?? '')]
    const unused = keysOf(zhCN).filter((key) => !text.includes(`'${key}'`) && !beginnings.some((beginning) => key.startsWith(beginning)))
    expect(unused).toEqual([])
  })

  it('leave no English text in Chinese', () => {
    const english = JSON.stringify(en)
    expect(english).not.toMatch(/[\u3400-\u9fff]/)
  })
})
