import { describe, expect, it } from 'vitest'

import { parsePayload } from './push'
import { pushText } from './push-texts'

const data = (payload: unknown): { json: () => unknown } => ({ json: () => payload })

describe('a push message', () => {
  it('tells topic, notice, path and receipt', () => {
    expect(parsePayload(data({ v: 1, t: 'task_opened', n: 3, i: 'abc', d: 'dd', k: 'kk', u: '/go/abc', p: '    ' }))).toEqual({
      topic: 'task_opened',
      noticeId: 'abc',
      path: '/go/abc',
      receipt: { delivery_id: 'dd', token: 'kk' },
    })
  })

  it('shows something also when it cannot be read', () => {
    const broken = {
      json: (): unknown => {
        throw new SyntaxError('not JSON')
      },
    }
    for (const message of [null, data('text'), data(null), broken]) {
      expect(parsePayload(message)).toMatchObject({ topic: 'other', path: '/me/notices', receipt: null })
    }
  })

  it.each(['https://evil.example/', '//evil.example/', '/\\evil.example', 'javascript:alert(1)', ''])('never leads to another site: %s', (path) => {
    expect(parsePayload(data({ t: 'task_opened', u: path })).path).toBe('/me/notices')
  })

  it('has a sentence for an unknown topic', () => {
    expect(pushText('from-a-newer-server', 'en')).toBe('You have a new message')
  })
})
