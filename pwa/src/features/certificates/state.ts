import { periodText } from '@/features/mentorship/words'
import { t } from '@/shared/i18n'

export type CertificateState = 'valid' | 'expired' | 'revoked'

const TONES = { valid: 'good', expired: 'warn', revoked: 'bad' } as const

/** A certificate's state as a tag shows it. */
export function stateTag(state: CertificateState): { tone: 'good' | 'warn' | 'bad'; text: string } {
  return { tone: TONES[state], text: t(`certificates.${state}`) }
}

/** The page of this app that the address on a paper leads to. */
export function verificationPath(url: string): string {
  return new URL(url).pathname
}

/** What earned a certificate of mentoring. */
export function earnedBy(one: { readonly side: 'mentor' | 'mentee'; readonly other_name: string; readonly period_from: string; readonly period_to: string }): string {
  const facts = { other: one.other_name, period: periodText(one.period_from, one.period_to) ?? '' }
  return one.side === 'mentor' ? t('certificates.asMentor', facts) : t('certificates.asMentee', facts)
}
