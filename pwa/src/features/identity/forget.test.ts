import { beforeEach, describe, expect, it } from 'vitest'

import { forgetDevice } from './forget'

describe('signing out', () => {
  beforeEach(() => {
    localStorage.clear()
    sessionStorage.clear()
  })

  it('leaves what is the device’s and nothing of the person', async () => {
    localStorage.setItem('zb.locale', 'en')
    localStorage.setItem('zb.theme', 'dark')
    localStorage.setItem('zb.draft.personnel_entry.u1', '{}')
    localStorage.setItem('zb.register.recent', '[]')
    localStorage.setItem('zb.signed-in', '1')
    sessionStorage.setItem('x', '1')
    await forgetDevice()
    expect(Object.keys({ ...localStorage }).sort()).toEqual(['zb.locale', 'zb.theme'])
    expect(sessionStorage.length).toBe(0)
  })
})
