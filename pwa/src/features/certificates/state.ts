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
