/** Whole hundredths, as the server counts, and the decimals that people read and write. */
import { locale } from '@/shared/i18n'

const DECIMAL = /^(\d{1,10})(?:[.．。](\d{1,2}))?$/

/** 3333 → “33.33%”. */
export function shareText(hundredths: number): string {
  return new Intl.NumberFormat(locale.value, { style: 'percent', maximumFractionDigits: 2 }).format(hundredths / 10_000)
}

/** “12.5” → 1250; null for what is no number with at most two decimals. */
export function hundredthsOf(text: string): number | null {
  const plain = text.trim().normalize('NFKC').replaceAll(',', '').replace(/%$/, '')
  const match = DECIMAL.exec(plain)
  return match === null ? null : Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
}

/** What a number field begins with: 1250 → “12.5”, without the signs of a language. */
export function plainText(hundredths: number): string {
  return String(hundredths / 100)
}

/** `whole` in `count` parts that come to it again: the first ones are one hundredth larger. */
export function evenShares(whole: number, count: number): number[] {
  const each = Math.floor(whole / count)
  return Array.from({ length: count }, (_, at) => each + (at < whole - each * count ? 1 : 0))
}
