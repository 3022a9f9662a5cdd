/** Pieces of evidence in words: what happened, and how it counts. */
import { kindName, stepName } from '@/features/approvals/display'
import { shareText } from './amounts'
import type { EvidenceGroup, EvidenceSource, ObjectionLine, Piece } from './evidence.api'
import { gradeText, periodText } from '@/features/goals/words'
import type { CheckGrade } from '@/features/goals/goals.api'
import { t, tDynamic } from '@/shared/i18n'
import { formatHundredths } from '@/shared/i18n/format'

export interface Tag {
  readonly tone: 'good' | 'warn' | 'bad' | 'accent' | 'plain'
  readonly text: string
}

type Facts = Readonly<Record<string, unknown>>
type Counting = Pick<Piece, 'amount' | 'out_of' | 'facts'>

export function sourceText(source: EvidenceSource): string {
  return tDynamic('evidenceSources', source) ?? source
}

/** What happened, in a line. */
export function pieceText(source: EvidenceSource, facts: Facts): string {
  const kind = kindName(textOf(facts, 'kind'))
  if (source.startsWith('superior_mark.')) return t('evidence.marked')
  if (source.startsWith('rating.')) return t('evidence.rated', { count: numberOf(facts, 'count') })
  switch (source) {
    case 'training_requirement':
      return t('evidence.concentrated', { first: textOf(facts, 'first_year'), last: textOf(facts, 'last_year') })
    case 'mentoring':
      return facts['role'] === 'mentor' ? t('evidence.mentor') : t('evidence.mentee')
    case 'class_taught':
      return t('evidence.sessions', { title: textOf(facts, 'title'), sessions: numberOf(facts, 'sessions') })
    case 'matter_in_time':
    case 'unit_matter_in_time':
    case 'unit_correction_answered':
      return t('evidence.step', { kind, step: facts['step'] === 'correction' ? t('evidence.correction') : stepName(textOf(facts, 'step')) })
    case 'matter_returned':
      return t('evidence.returnedFields', { kind, fields: numberOf(facts, 'fields') })
    case 'data_current':
      return t('evidence.filedWithin', { kind, days: numberOf(facts, 'days') })
    case 'unit_data_true':
      return t('evidence.recordTrue')
    case 'goal':
      return goalText(facts, t('evidence.reached', { done: formatHundredths(numberOf(facts, 'done')), target: formatHundredths(numberOf(facts, 'target')) }))
    case 'unit_goal':
      return goalText(facts, t('evidence.parts', { parts: numberOf(facts, 'parts') }))
    case 'routine_check': {
      const period = periodText(textOf(facts, 'period'))
      return facts['from_paper'] === 1 ? t('evidence.checkPaper', { period }) : t('evidence.check', { period })
    }
    default:
      return textOf(facts, 'title')
  }
}

/** A goal by its name, where that was told, and how far it came; of what is done or not the tag says it. */
function goalText(facts: Facts, reached: string): string {
  const title = textOf(facts, 'title')
  if (title === '') return reached
  return facts['measure'] === 'yes_no' ? title : `${title} · ${reached}`
}

/** How a piece counts, in a word. */
export function pieceTag(source: EvidenceSource, piece: Counting): Tag {
  const met = numberOf(piece.facts, 'met') === 1
  switch (source) {
    case 'ordered_exam':
      return met ? { tone: 'good', text: t('evidence.passed') } : { tone: 'warn', text: t('evidence.notPassed') }
    case 'training_requirement':
      return met ? { tone: 'good', text: t('evidence.met') } : { tone: 'warn', text: t('evidence.notMet') }
    case 'matter_in_time':
    case 'data_current':
    case 'unit_matter_in_time':
    case 'unit_correction_answered':
      return met ? { tone: 'good', text: t('evidence.inTime') } : { tone: 'warn', text: t('evidence.late') }
    case 'unit_data_true':
      return met ? { tone: 'good', text: t('evidence.isTrue') } : { tone: 'warn', text: t('evidence.notTrue', { count: numberOf(piece.facts, 'findings') }) }
    case 'matter_returned':
      return { tone: 'warn', text: t('evidence.times', { count: formatHundredths(piece.amount) }) }
    case 'class_taught':
    case 'commendation':
      return { tone: 'good', text: t('evidence.counted') }
    case 'routine_check':
      return { tone: 'plain', text: gradeText(textOf(piece.facts, 'grade') as CheckGrade) }
    case 'mentoring':
    case 'goal':
    case 'unit_goal':
      return { tone: 'plain', text: shareText(piece.amount, piece.out_of) }
    default:
      return { tone: 'plain', text: t('evidence.points', { points: formatHundredths(piece.amount) }) }
  }
}

/** A piece with what was said against it: that comes first. */
export function stateTag(source: EvidenceSource, piece: Piece): Tag {
  if (piece.ruling !== null) return piece.ruling.amount === null ? { tone: 'plain', text: t('evidence.struck') } : { tone: 'accent', text: t('evidence.changed') }
  if (piece.objection?.state === 'open') return { tone: 'accent', text: t('evidence.disputed') }
  return pieceTag(source, piece)
}

/** What the pieces of a source come to. */
export function groupText(group: EvidenceGroup): string {
  if (group.base === 'sum') return t('evidence.sumOf', { count: formatHundredths(group.amount) })
  if (group.out_of === 0) return t('evidence.countOf', { count: group.count })
  return t('evidence.shareOf', { share: shareText(group.amount, group.out_of), count: group.count })
}

export function objectionTag(state: ObjectionLine['state']): Tag {
  switch (state) {
    case 'open':
      return { tone: 'warn', text: t('evidence.stateOpen') }
    case 'upheld':
      return { tone: 'good', text: t('evidence.stateUpheld') }
    case 'dismissed':
      return { tone: 'plain', text: t('evidence.stateDismissed') }
    default:
      return { tone: 'plain', text: t('evidence.stateWithdrawn') }
  }
}

function textOf(facts: Facts, name: string): string {
  const value = facts[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function numberOf(facts: Facts, name: string): number {
  const value = facts[name]
  return typeof value === 'number' ? value : 0
}
