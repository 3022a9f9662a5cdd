/** Codes of classes in words, and the tone in which a state is shown. */
import type { ClassState, Mark, Seat } from './classes.api'
import { locale, t } from '@/shared/i18n'

type Tone = 'good' | 'warn' | 'bad' | 'accent' | 'plain'

export const STATE_TONES: Readonly<Record<ClassState, Tone>> = { planned: 'plain', open: 'accent', held: 'good', cancelled: 'bad' }
export const SEAT_TONES: Readonly<Record<Seat, Tone>> = { enrolled: 'good', waiting: 'warn', invited: 'accent', withdrawn: 'plain' }
export const MARK_TONES: Readonly<Record<Mark, Tone>> = { present: 'good', absent: 'bad', offered: 'warn' }

/** An announced class takes enrolments until it begins; from then on it is under way. */
export function stateText({ state, begins_at }: { readonly state: ClassState; readonly begins_at: string }): string {
  if (state === 'planned') return t('classes.planned')
  if (state === 'open') return Date.parse(begins_at) > Date.now() ? t('classes.enrolling') : t('classes.underWay')
  return state === 'held' ? t('classes.held') : t('classes.cancelled')
}

export function seatText(seat: Seat): string {
  if (seat === 'enrolled') return t('classes.enrolled')
  if (seat === 'waiting') return t('classes.waiting')
  return seat === 'invited' ? t('classes.invited') : t('classes.withdrawn')
}

export function markText(mark: Mark): string {
  if (mark === 'present') return t('classes.present')
  return mark === 'absent' ? t('classes.absent') : t('classes.offered')
}

export function levelText(level: number): string {
  if (level === 1) return t('classes.easy')
  return level === 2 ? t('classes.middle') : t('classes.hard')
}

export function namesText(names: readonly string[]): string {
  return new Intl.ListFormat(locale.value).format(names)
}
