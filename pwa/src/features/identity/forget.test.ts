import 'fake-indexeddb/auto'

import { openDB } from 'idb'
import { beforeEach, describe, expect, it } from 'vitest'

import { forgetDevice } from './forget'
import { noteAccount } from '@/shared/offline/account'
import { openQueue, submit } from '@/shared/offline/queue'

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

  it('wipes the databases of the person, and not what another has not yet sent', async () => {
    noteAccount('a1')
    openQueue('a1')
    await submit({ kind: 'lesson_done', method: 'post', path: '/api/v1/x', body: {}, subject: 's' })
    for (const name of ['zb-queue-a2', 'zb-courses-a1']) (await openDB(name, 1)).close()
    await forgetDevice()
    expect((await indexedDB.databases()).map(({ name }) => name)).toEqual(['zb-queue-a2'])
  })
})
