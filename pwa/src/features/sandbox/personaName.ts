import { t } from '@/shared/i18n'
import type { Persona } from '@/shared/space'

/** The words for a part, in the language shown now. */
export function personaName(persona: Persona): string {
  return t(`sandbox.persona_${persona}`)
}
