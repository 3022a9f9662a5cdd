import { beforeEach, describe, expect, it } from 'vitest'

import { isPinned, noteVisit, pinned, recent, togglePin } from './places'

const place = (id: string) => ({ id, name: `unit ${id}`, region: 'r' })

describe('places', () => {
  beforeEach(() => {
    localStorage.clear()
  })

  it('keeps the last visits, the newest first, each once', () => {
    for (const id of ['a', 'b', 'a']) noteVisit(place(id))
    expect(recent.value.map((one) => one.id)).toEqual(['a', 'b'])
    for (let index = 0; index < 20; index += 1) noteVisit(place(`n${index}`))
    expect(recent.value).toHaveLength(8)
  })

  it('pins and lets go', () => {
    togglePin(place('a'))
    expect(isPinned('a')).toBe(true)
    togglePin(place('a'))
    expect(pinned.value).toEqual([])
  })

  it('survives what is no list of places', () => {
    localStorage.setItem('zb.register.pinned.', '{"no": "list"}')
    togglePin(place('b'))
    expect(pinned.value.map((one) => one.id)).toEqual(['b'])
  })
})
