import { afterEach, describe, expect, it } from 'vitest'

import { formatAge, formatDate, today } from './format'
import { locale, preferredLocale, setLocale, t, tDynamic } from './index'

afterEach(async () => {
  await setLocale('zh-CN')
  localStorage.clear()
})

describe('messages', () => {
  it('follow the language chosen, and it is remembered', async () => {
    expect(t('ui.retry')).toBe('重试')
    await setLocale('en')
    expect(t('ui.retry')).toBe('Try again')
    expect(document.documentElement.lang).toBe('en')
    expect(preferredLocale()).toBe('en')
    expect(locale.value).toBe('en')
  })

  it('take named values', async () => {
    await setLocale('en')
    expect(t('ui.badge', { count: 1 })).toBe('1 item waiting')
    expect(t('ui.badge', { count: 7 })).toBe('7 items waiting')
  })

  it('are found by a code of the server, or not at all', () => {
    expect(tDynamic('errors', 'not_signed_in')).toBe('请先登录。')
    expect(tDynamic('errors', 'no_such_code')).toBeNull()
    expect(tDynamic('errors', 'constructor')).toBeNull()
  })
})

describe('dates', () => {
  it('are days of Shanghai, whatever the device thinks', () => {
    expect(formatDate('2026-03-01')).toBe('2026年3月1日')
    expect(formatDate('2026-02-28T16:30:00Z')).toBe('2026年3月1日')
    expect(today(new Date('2026-02-28T16:30:00Z'))).toBe('2026-03-01')
  })

  it('have an age in the largest unit that fits', () => {
    const now = new Date('2026-03-01T12:00:00Z')
    expect(formatAge(new Date('2026-03-01T11:57:00Z'), now)).toBe('3分钟前')
    expect(formatAge(new Date('2026-02-27T11:00:00Z'), now)).toBe('前天')
    expect(formatAge(new Date('2026-03-01T11:59:50Z'), now)).toBe('刚才')
  })
})
