/** States, questions and what waits, in words. */
import type { Question, State, Waiting } from './mentorship.api'
import { t } from '@/shared/i18n'
import { formatDate } from '@/shared/i18n/format'

type Tone = 'good' | 'warn' | 'bad' | 'accent' | 'plain'

const STATES: Readonly<Record<State, { readonly tone: Tone; readonly text: () => string }>> = {
  proposed: { tone: 'accent', text: () => t('mentorship.proposed') },
  mentor_accepted: { tone: 'accent', text: () => t('mentorship.mentorAccepted') },
  mentee_accepted: { tone: 'accent', text: () => t('mentorship.menteeAccepted') },
  active: { tone: 'good', text: () => t('mentorship.active') },
  ended: { tone: 'plain', text: () => t('mentorship.ended') },
  ended_early: { tone: 'warn', text: () => t('mentorship.endedEarly') },
  declined: { tone: 'plain', text: () => t('mentorship.declined') },
  withdrawn: { tone: 'plain', text: () => t('mentorship.withdrawn') },
}

const WAITING: Readonly<Record<Waiting, () => string>> = {
  accept: () => t('mentorship.waitAccept'),
  agree: () => t('mentorship.waitAgree'),
  confirm_agreement: () => t('mentorship.waitConfirmAgreement'),
  confirm_meeting: () => t('mentorship.waitConfirmMeeting'),
  evaluate_mid: () => t('mentorship.waitEvaluateMid'),
  evaluate_final: () => t('mentorship.waitEvaluateFinal'),
}

const QUESTIONS: Readonly<Record<Question, () => string>> = {
  explains: () => t('mentorship.explains'),
  answers: () => t('mentorship.answers'),
  example: () => t('mentorship.example'),
  helpful: () => t('mentorship.helpful'),
  willing: () => t('mentorship.willing'),
  applies: () => t('mentorship.applies'),
  keeps_word: () => t('mentorship.keepsWord'),
  progress: () => t('mentorship.progress'),
}

export function stateTag(state: State): { tone: Tone; text: string } {
  const { tone, text } = STATES[state]
  return { tone, text: text() }
}

export function waitingText(waiting: Waiting): string {
  return WAITING[waiting]()
}

export function questionText(question: Question): string {
  return QUESTIONS[question]()
}

/** `2026年1月5日 至 2026年12月31日`; null before anything was agreed. */
export function periodText(from: string | null, to: string | null): string | null {
  return from === null || to === null ? null : t('mentorship.period', { from: formatDate(from), to: formatDate(to) })
}
