/** What the practice space says of itself. Asked of the real system, which knows whose space it is. */
import { api, type AnswerOf } from '@/shared/api/client'

export type Guide = AnswerOf<'/api/v1/sandbox/guide', 'get'>
export type ExamplePerson = Guide['example']

export function fetchGuide(signal?: AbortSignal): Promise<Guide> {
  return api.get('/api/v1/sandbox/guide', { outside: true, ...(signal === undefined ? {} : { signal }) })
}

/** Clears what was practiced, on the server and on this device. */
export async function resetSandbox(): Promise<void> {
  await api.post('/api/v1/sandbox/reset', { outside: true })
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith('zb.sandbox.draft.')) localStorage.removeItem(name)
  }
}
