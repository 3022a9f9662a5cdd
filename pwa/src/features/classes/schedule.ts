/** Times of a schedule: instants on the wire, the clock of Shanghai in a form. */
import { locale, t } from '@/shared/i18n'
import { formatDateTime } from '@/shared/i18n/format'

const ZONE = 'Asia/Shanghai'
/** Shanghai has one offset all year. */
const OFFSET = '+08:00'

/** An instant as the text of a `datetime-local` box, by the clock of Shanghai; '' for none. */
export function toBox(instant: string): string {
  if (instant === '') return ''
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: ZONE }).format(new Date(instant)).replace(' ', 'T')
}

/** The instant that such a box means. */
export function fromBox(text: string): string {
  return text === '' ? '' : `${text}:00${OFFSET}`
}

/** From when to when, the day once where it is one. */
export function spanText({ starts_at, ends_at }: { readonly starts_at: string; readonly ends_at: string }): string {
  const end = toBox(starts_at).slice(0, 10) === toBox(ends_at).slice(0, 10) ? timeOf(ends_at) : formatDateTime(ends_at)
  return t('classes.span', { from: formatDateTime(starts_at), to: end })
}

function timeOf(instant: string): string {
  return new Intl.DateTimeFormat(locale.value, { timeStyle: 'short', timeZone: ZONE }).format(new Date(instant))
}
