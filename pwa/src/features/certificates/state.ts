import { t } from '@/shared/i18n'

export type CertificateState = 'valid' | 'expired' | 'revoked'

const TONES = { valid: 'good', expired: 'warn', revoked: 'bad' } as const

/** A certificate's state as a tag shows it. */
export function stateTag(state: CertificateState): { tone: 'good' | 'warn' | 'bad'; text: string } {
  return { tone: TONES[state], text: t(`certificates.${state}`) }
}
