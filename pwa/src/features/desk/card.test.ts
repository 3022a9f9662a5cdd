import { expect, it } from 'vitest'

import type { Block, Card } from './card'
import en from './locale/card.en'
import zhCN from './locale/card.zh-CN'

/** What a card says without its words: kinds, numbers of lines, and which of them rest on law or on practice. */
function shapeOf(card: Card): unknown {
  const ground = (line: { law?: string; practice?: true }): string => (line.law !== undefined ? 'law' : line.practice === true ? 'practice' : 'plain')
  const shape = (block: Block): unknown => {
    if (block.kind === 'lines') return [block.ordered, block.lines.map(ground)]
    if (block.kind === 'words') return block.words.map(ground)
    return block.kind === 'numbers' ? block.numbers.length : block.rows.length
  }
  return card.pages.map((blocks) => blocks.map((block) => [block.kind, shape(block)]))
}

function lawsOf(card: Card): string[] {
  return card.pages.flat().flatMap((block) => {
    const lines = block.kind === 'lines' ? block.lines : block.kind === 'words' ? block.words : []
    return lines.flatMap((line) => line.law ?? [])
  })
}

it('says the same in both languages', () => {
  expect(shapeOf(en)).toEqual(shapeOf(zhCN))
})

it('names an act and an article for each statement of law, and the acts below', () => {
  for (const law of lawsOf(zhCN)) expect(law).toMatch(/^(?:(?:486 号令|公务员法|保守国家秘密法|个人信息保护法)第[一二三四五六七八九十]+条(?:、第[一二三四五六七八九十]+条)*；?)+$/)
  for (const law of lawsOf(en)) expect(law).toMatch(/^(?:(?:Order 486|Civil Servants Law|State Secrets Law|Personal Information Protection Law), arts?\. \d+(?:, \d+)*(?:; )?)+$/)
  const legend = zhCN.legend.join('')
  for (const law of lawsOf(zhCN).flatMap((text) => text.split('；'))) expect(legend).toContain(law.replace(/第.*$/, ''))
})
