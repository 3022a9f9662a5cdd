/** Codes of pairing in words. */
import type { Rule, RunState, Term } from './mentoring.api'
import { fieldsText } from './topics'
import { t } from '@/shared/i18n'

type Tone = 'good' | 'warn' | 'bad' | 'accent' | 'plain'

export const RUN_TONES: Readonly<Record<RunState, Tone>> = { computing: 'accent', proposed: 'warn', confirming: 'accent', confirmed: 'good', discarded: 'plain', failed: 'bad' }

export function runStateText(state: RunState): string {
  if (state === 'computing') return t('mentoring.computing')
  if (state === 'proposed') return t('mentoring.proposed')
  if (state === 'confirming') return t('mentoring.confirming')
  if (state === 'confirmed') return t('mentoring.confirmed')
  return state === 'discarded' ? t('mentoring.discarded') : t('mentoring.failed')
}

/** One thing that speaks for or against a pair. */
export function termText({ code, facts }: Pick<Term, 'code' | 'facts'>): string {
  const fields = fieldsText(listOf(facts['fields']))
  const missing = fieldsText(listOf(facts['missing']))
  if (code === 'fields_all') return t('mentoring.fieldsAll', { fields })
  if (code === 'fields_some') return t('mentoring.fieldsSome', { fields, missing })
  if (code === 'fields_none') return t('mentoring.fieldsNone', { missing })
  if (code === 'fields_open') return t('mentoring.noField')
  if (code === 'wish') return t('mentoring.wish', { rank: Number(facts['rank']) })
  if (code === 'no_wish') return t('mentoring.noWish')
  if (code === 'wishes_open') return t('mentoring.wishesOpen')
  if (code === 'same_unit') return t('mentoring.sameUnit')
  return t('mentoring.nth', { place: Number(facts['place']) })
}

/** What costs nothing speaks for the pair, the rest against it. */
export function termTone(term: Term): Tone {
  return term.cost === 0 ? 'good' : 'plain'
}

export function ruleText(rule: Rule): string {
  switch (rule) {
    case 'field': return t('mentoring.ruleField')
    case 'unit': return t('mentoring.ruleUnit')
    case 'served': return t('mentoring.ruleServed')
    case 'available': return t('mentoring.ruleAvailable')
    case 'before': return t('mentoring.ruleBefore')
    case 'dropped': return t('mentoring.ruleDropped')
    case 'capacity': return t('mentoring.ruleCapacity')
    case 'superior': return t('mentoring.ruleSuperior')
    case 'excluded': return t('mentoring.ruleExcluded')
    default: return t('mentoring.ruleSelf')
  }
}

/** What would have to give for somebody to find a mentor. */
export function relaxText(rule: Rule): string {
  switch (rule) {
    case 'field': return t('mentoring.relaxField')
    case 'unit': return t('mentoring.relaxUnit')
    case 'served': return t('mentoring.relaxServed')
    case 'available': return t('mentoring.relaxAvailable')
    case 'before': return t('mentoring.relaxBefore')
    case 'dropped': return t('mentoring.relaxDropped')
    case 'capacity': return t('mentoring.relaxCapacity')
    case 'superior': return t('mentoring.relaxSuperior')
    case 'excluded': return t('mentoring.relaxExcluded')
    default: return t('mentoring.ruleSelf')
  }
}

function listOf(fact: unknown): string[] {
  return Array.isArray(fact) ? fact.map(String) : []
}
