/** Dates and numbers as the language shown writes them. Days are days of Asia/Shanghai, like the register's. */
import { locale, t } from './index'

const ZONE = 'Asia/Shanghai'
const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(locale.value).format(value)
}

/** Hundredths, as the server counts amounts and points: 9150 → “91.5”. */
export function formatHundredths(value: number): string {
  return new Intl.NumberFormat(locale.value, { maximumFractionDigits: 2 }).format(value / 100)
}

/** `YYYY-MM-DD` or an instant in ISO 8601, as a day. */
export function formatDate(value: string | Date): string {
  const date = value instanceof Date ? value : new Date(value.length === 10 ? `${value}T00:00:00+08:00` : value)
  return new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium', timeZone: ZONE }).format(date)
}

/** Two days as one period: what both share is written once, and the same day as a day. */
export function formatPeriod(from: string, until: string): string {
  const [first, last] = [from, until].map((day) => new Date(`${day}T00:00:00+08:00`)) as [Date, Date]
  // Browsers write a Chinese period with slashes, unlike a Chinese day.
  if (locale.value === 'en' || from === until) return new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium', timeZone: ZONE }).formatRange(first, last)
  const sameYear = from.slice(0, 4) === until.slice(0, 4)
  return `${formatDate(first)} – ${sameYear ? new Intl.DateTimeFormat(locale.value, { month: 'long', day: 'numeric', timeZone: ZONE }).format(last) : formatDate(last)}`
}

export function formatDateTime(value: string | Date): string {
  return new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium', timeStyle: 'short', timeZone: ZONE }).format(new Date(value))
}

/** How long ago, in the largest unit that fits: “3 minutes ago”, “2 天前”. */
export function formatAge(since: Date, now: Date = new Date()): string {
  const seconds = Math.round((since.getTime() - now.getTime()) / 1000)
  const format = new Intl.RelativeTimeFormat(locale.value, { numeric: 'auto' })
  const size = Math.abs(seconds)
  if (size < MINUTE) return t('ui.justNow')
  if (size < HOUR) return format.format(Math.trunc(seconds / MINUTE), 'minute')
  if (size < DAY) return format.format(Math.trunc(seconds / HOUR), 'hour')
  return format.format(Math.trunc(seconds / DAY), 'day')
}

/** Sentences one after the other, as the language shown sets them. */
export function sentences(...said: readonly string[]): string {
  return said.join(locale.value === 'en' ? ' ' : '')
}

/** Today in Asia/Shanghai as `YYYY-MM-DD`. */
export function today(now: Date = new Date()): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(now)
}

/** `title#number` of an act's article, as people write it; a name without number stays a name. */
export function articleText(reference: string): string {
  const [act = '', number] = reference.split('#')
  return number === undefined ? t('ui.act', { act }) : t('ui.article', { act, number })
}
