import 'fake-indexeddb/auto'

import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, ref, type EffectScope, type Ref } from 'vue'

import type { KeptResource } from './useKept'
import { noteAccount } from '@/shared/offline/account'

interface Goals {
  readonly year: number
  readonly parts: readonly string[]
}

let online: boolean
let year: Ref<number>
let scope: EffectScope

/** The server: the goals of a year, each asked for at its own address. */
const server: typeof fetch = (input) => {
  if (!online) return Promise.reject(new TypeError('no network'))
  const asked = Number(new URL(input as string, 'http://localhost').searchParams.get('year'))
  return Promise.resolve(Response.json({ year: asked, parts: [`of ${String(asked)}`] } satisfies Goals))
}

/** A page of goals, in an app that was started anew over the same storage. */
async function openPage(): Promise<KeptResource<Goals>> {
  vi.resetModules()
  scope.stop()
  scope = effectScope()
  const { useKept } = await import('./useKept')
  const { api } = await import('@/shared/api/client')
  const goals = scope.run(() =>
    useKept(
      () => `goals.${String(year.value)}`,
      async (signal): Promise<Goals> => (await api.get('/api/v1/assessment/goals/mine', { query: { year: year.value }, signal })) as unknown as Goals,
    ),
  )
  if (goals === undefined) throw new Error('the scope has ended')
  return goals
}

/** Resolves once the page shows the parts of this year. */
async function shows(page: KeptResource<Goals>, of: number): Promise<void> {
  await vi.waitFor(() => { expect(page.data.value).toEqual({ year: of, parts: [`of ${String(of)}`] }) })
}

/** Resolves once the page says that the server cannot be reached, and has looked at what is kept. */
async function isRefusedByNobody(page: KeptResource<Goals>): Promise<void> {
  await vi.waitFor(() => { expect(page.error.value).not.toBeNull() })
  const { lastAnswer } = await import('./lastAnswers')
  await lastAnswer(`goals.${String(year.value)}`)
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
  localStorage.clear()
  noteAccount('a1')
  online = true
  year = ref(2026)
  scope = effectScope()
  vi.stubGlobal('fetch', server)
})
afterEach(() => {
  scope.stop()
  vi.unstubAllGlobals()
})

describe('what is kept for a day without a network', () => {
  it('is read again after a reload, each year for itself, with its age', async () => {
    const first = await openPage()
    await shows(first, 2026)
    year.value = 2025
    await shows(first, 2025)
    online = false
    const again = await openPage()
    await shows(again, 2025)
    expect(again.loadedAt.value).not.toBeNull()
    expect(again.error.value).not.toBeNull()
    year.value = 2026
    await shows(again, 2026)
    year.value = 2024
    await isRefusedByNobody(again)
    expect(again.data.value).toBeNull()
  })

  it('is gone after signing out, and never another account\'s', async () => {
    await shows(await openPage(), 2026)
    online = false
    noteAccount('a2')
    const others = await openPage()
    await isRefusedByNobody(others)
    expect(others.data.value).toBeNull()
    noteAccount('a1')
    const mine = await openPage()
    await shows(mine, 2026)
    await (await import('@/features/identity/forget')).forgetDevice()
    noteAccount('a1')
    const later = await openPage()
    await isRefusedByNobody(later)
    expect(later.data.value).toBeNull()
  })

  it('is what a command answered, once that is shown', async () => {
    const first = await openPage()
    await shows(first, 2026)
    first.put({ year: 2026, parts: ['changed'] })
    online = false
    const again = await openPage()
    await vi.waitFor(() => { expect(again.data.value?.parts).toEqual(['changed']) })
  })
})
