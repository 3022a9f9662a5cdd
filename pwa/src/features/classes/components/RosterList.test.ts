import { describe, expect, it } from 'vitest'

import type { RosterPerson } from '../classes.api'
import RosterList from './RosterList.vue'
import { mount } from '../../../../tests/mount.ts'

const PEOPLE: readonly RosterPerson[] = [
  { account_id: 'a', name: '林一', unit: '档案馆', unit_id: 'u', marks: ['present', null] },
  { account_id: 'b', name: '林二', unit: null, unit_id: null, marks: ['offered', 'absent'] },
]

async function buttons(props: Record<string, unknown>): Promise<HTMLButtonElement[]> {
  const root = await mount(RosterList, { people: PEOPLE, ...props })
  return [...root.querySelectorAll('button')]
}

describe('RosterList', () => {
  it('shows of each what the roster says of this round alone', async () => {
    const first = await buttons({ index: 0, only: 'all' })
    expect(first.map((button) => button.getAttribute('aria-pressed'))).toEqual(['true', 'false', 'false', 'false'])
    const second = await buttons({ index: 1, only: 'all' })
    expect(second.map((button) => button.getAttribute('aria-pressed'))).toEqual(['false', 'false', 'false', 'true'])
  })

  it('takes only answers to what was offered once the class was held', async () => {
    const taken: unknown[] = []
    const held = await buttons({ index: 0, only: 'offered', onMark: (person: RosterPerson, present: boolean) => taken.push([person.account_id, present]) })
    expect(held.map((button) => button.disabled)).toEqual([true, true, false, false])
    held[2]?.click()
    expect(taken).toEqual([['b', true]])
    expect((await buttons({ index: 0, only: 'none' })).every((button) => button.disabled)).toBe(true)
  })
})
