/** Titles in the language shown, and sizes as people say them. */
import { locale, t } from '@/shared/i18n'
import { formatNumber } from '@/shared/i18n/format'

const KILOBYTE = 1_000
const MEGABYTE = 1_000_000

interface Titled {
  readonly title: string
  readonly title_en: string
}

/** Courses are written in Chinese; most have a title in English as well. */
export function titleOf({ title, title_en }: Titled): string {
  return locale.value === 'en' && title_en !== '' ? title_en : title
}

export function inEnglish(chinese: string, english: string): string {
  return locale.value === 'en' && english !== '' ? english : chinese
}

/** Bytes in the largest unit that fits: 820 kB, 4.2 MB, 186 MB. */
export function formatBytes(bytes: number): string {
  if (bytes < MEGABYTE) return t('learn.kilobytes', { size: formatNumber(Math.ceil(bytes / KILOBYTE)) })
  const megabytes = bytes / MEGABYTE
  return t('learn.megabytes', { size: formatNumber(megabytes < 10 ? Math.round(megabytes * 10) / 10 : Math.round(megabytes)) })
}
