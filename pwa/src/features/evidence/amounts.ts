/** Hundredths, as the server counts, in the numbers that people read and write. Pure. */
import { locale } from '@/shared/i18n'

const DECIMAL = /^(\d{1,3})(?:[.．。](\d{1,2}))?$/

/** 200 of 300 → “66.7%”; nothing of nothing is nothing. */
export function shareText(amount: number, outOf: number): string {
  const share = outOf === 0 ? 0 : amount / outOf
  return new Intl.NumberFormat(locale.value, { style: 'percent', maximumFractionDigits: 1 }).format(share)
}

/** “91.5” → 9150; null for what is no number up to `most` hundredths with two decimals at most. */
export function hundredthsOf(text: string, most: number): number | null {
  const match = DECIMAL.exec(text.trim().normalize('NFKC'))
  if (match === null) return null
  const hundredths = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
  return hundredths <= most ? hundredths : null
}
