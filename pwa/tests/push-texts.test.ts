import { describe, expect, it } from 'vitest'

import { TEXTS } from '../service-worker/push-texts.ts'

describe('the sentences on the lock screen', () => {
  it('are the same topics in both languages', () => {
    expect(Object.keys(TEXTS.en).sort()).toEqual(Object.keys(TEXTS['zh-CN']).sort())
  })

  it('name nothing that varies: no figure and no place for a value', () => {
    const sentences = Object.values(TEXTS).flatMap((texts) => Object.values(texts))
    expect(sentences.filter((sentence) => /[\d{}$%]/.test(sentence))).toEqual([])
  })
})
