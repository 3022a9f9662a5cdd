import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Window as SimulatedWindow } from 'happy-dom'

/** The module as it is in a window at this address. */
async function at(path: string): Promise<typeof import('./space')> {
  ;(window as unknown as SimulatedWindow).happyDOM.setURL(`http://localhost${path}`)
  vi.resetModules()
  return import('./space')
}

afterEach(() => {
  sessionStorage.clear()
})

describe('the practice space', () => {
  it.each(['/', '/tasks', '/learn/sandbox', '/sandboxed'])('is not at %s', async (path) => {
    const { inSandbox, spaceHeaders, stored } = await at(path)
    expect([inSandbox, spaceHeaders(), stored('zb.draft.')]).toEqual([false, {}, 'zb.draft.'])
  })

  it.each(['/sandbox', '/sandbox/tasks'])('is at %s, with names of its own', async (path) => {
    const { inSandbox, spaceHeaders, stored } = await at(path)
    expect(inSandbox).toBe(true)
    expect(spaceHeaders()).toEqual({ 'X-Zhangbian-Space': 'sandbox', 'X-Zhangbian-Persona': 'unit' })
    expect([stored('zb.draft.'), stored('zb-queue-')]).toEqual(['zb.sandbox.draft.', 'zb-sandbox-queue-'])
  })

  it('keeps the part of a window until it is loaded anew', async () => {
    const before = await at('/sandbox/tasks')
    sessionStorage.setItem('zb.sandbox.persona', 'chief')
    expect(before.persona).toBe('unit')
    expect((await at('/sandbox/tasks')).persona).toBe('chief')
    sessionStorage.setItem('zb.sandbox.persona', 'sysadmin')
    expect((await at('/sandbox/tasks')).persona).toBe('unit')
  })
})
