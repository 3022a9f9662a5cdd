import 'fake-indexeddb/auto'

import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import SignOutSheet from './SignOutSheet.vue'
import { find, mount } from '../../../../tests/mount'
import { noteAccount } from '@/shared/offline/account'
import { openQueue, pending, submit } from '@/shared/offline/queue'

const soon = <Value>(check: () => Value): Promise<Awaited<Value>> => vi.waitFor(check, { timeout: 10_000 }) as Promise<Awaited<Value>>
const words = (): string => find('.zb-sheet').textContent
const press = (text: string): void => {
  const button = [...document.querySelectorAll('button')].find((one) => one.textContent.includes(text))
  button?.click()
}

/** No server answers in this test, so nothing can be sent. */
beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  const account = crypto.randomUUID()
  noteAccount(account)
  openQueue(account)
})

describe('signing out', () => {
  it('names what was not sent, keeps it when it cannot be sent, and throws it away when told to', async () => {
    await submit({ kind: 'lesson_done', method: 'post', path: '/api/v1/courses/lessons/l1/done', body: {}, subject: 'l1', about: '三个数' })
    await mount(SignOutSheet, { open: true })
    expect(words()).toContain('还有 1 项没有发送')
    expect(words()).toContain('学完一课：三个数')
    press('先发送再退出')
    await soon(() => { expect(words()).toContain('没有发出去') })
    expect(pending.size).toBe(1)
    press('丢弃并退出')
    await soon(async () => { expect(await indexedDB.databases()).toEqual([]) })
    expect(pending.size).toBe(0)
  })
})
