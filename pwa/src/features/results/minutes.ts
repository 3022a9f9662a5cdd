/** Where a decision stands written, as a form holds it. */
import type { Body } from './results.api'
import { today } from '@/shared/i18n/format'

export interface MinutesForm {
  body: Body
  minutes_number: string
  decided_on: string
}

export function emptyMinutes(leading: boolean): MinutesForm {
  return { body: leading ? 'supervising' : 'committee', minutes_number: '', decided_on: today() }
}

export function isComplete(form: MinutesForm): boolean {
  return form.minutes_number.trim() !== '' && form.decided_on !== '' && form.decided_on <= today()
}
