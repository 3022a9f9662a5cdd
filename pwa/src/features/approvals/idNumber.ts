/**
 * Citizen identity numbers (GB 11643): 6 digits of place, 8 of birth date, 3 of sequence (odd: male, even:
 * female), one check character by ISO 7064 MOD 11-2. The server checks again; here it helps while typing.
 */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const CHECKS = '10X98765432'
const FORM = /^\d{17}[\dX]$/
/** Numbers with this sequence are never issued: generated people have them, and they say nothing of the sex. */
const UNISSUED = '000'

export interface IdNumberFacts {
  /** `YYYY-MM-DD` */
  readonly birthDate: string
  /** GB/T 2261.1: 1 male, 2 female; null where the number does not say. */
  readonly sex: '1' | '2' | null
}

/** Full-width digits and letters become plain, spaces go, x becomes X. */
export function normalizeIdNumber(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '').toUpperCase()
}

/** What a normalized number says, or null when it is none. */
export function readIdNumber(number: string): IdNumberFacts | null {
  if (!FORM.test(number) || checkOf(number) !== number[17]) return null
  const birthDate = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  if (!isDay(birthDate)) return null
  const sequence = number.slice(14, 17)
  const sex = sequence === UNISSUED ? null : Number(sequence) % 2 === 1 ? '1' : '2'
  return { birthDate, sex }
}

function checkOf(number: string): string | undefined {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(number[index]), 0)
  return CHECKS[sum % 11]
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
