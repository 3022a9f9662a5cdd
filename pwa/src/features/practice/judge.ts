/**
 * Judging practice on the device, as `courses/quizzes/judging.py` does on the server: exact fractions, no rounding.
 * Both are held to one table, `tests/unit/courses/practice/practice_judging_cases.json`.
 */
import type { Judging } from './practice.api'
import type { Answer, Question, Told, Verdict } from '@/features/quizzes/types'

/** A fraction in lowest terms; the denominator is positive. */
export interface Share {
  readonly top: bigint
  readonly bottom: bigint
}

const NOTHING: Share = { top: 0n, bottom: 1n }
const WHOLE: Share = { top: 1n, bottom: 1n }
const NUMBER = /^([+-]?)(\d{1,15})(?:\.(\d{1,15}))?$/
/** Decimals are compared as whole numbers of this many places. */
const PLACES = 15

/** The share of the score that an answer is worth, 0 … 1; no answer is 0. Without `partial` only the whole counts. */
export function judge(question: Question, told: Told, judging: Judging, answer: Answer | null, partial = true): Share {
  if (answer === null) return NOTHING
  const parts = partial && judging.partial_credit
  const share = question.type === 'case' ? caseShare(question, told, judging, answer, parts) : shareOf(question, told, judging, answer)
  if (question.type === 'multiple' && !parts) return sameIds(answer.choices ?? [], told.answer?.choices ?? []) ? WHOLE : NOTHING
  return parts || question.type === 'single' || isWhole(share) ? share : NOTHING
}

/** Half of a question and more is partly right. */
export function verdictOf(share: Share): Verdict {
  if (isWhole(share)) return 'right'
  return 2n * share.top >= share.bottom ? 'partly' : 'wrong'
}

/** `1`, `2/3`: as Python writes a fraction. */
export function textOf({ top, bottom }: Share): string {
  return bottom === 1n ? String(top) : `${String(top)}/${String(bottom)}`
}

function shareOf(question: Question, told: Told, judging: Judging, answer: Answer): Share {
  switch (question.type) {
    case 'single':
      return answer.choice === told.answer?.choice ? WHOLE : clamp(fractionOf(judging.weights[answer.choice ?? ''] ?? '0'))
    case 'true_false':
      return answer.choice === told.answer?.choice ? WHOLE : NOTHING
    case 'multiple':
      return severalShare(told.answer?.choices ?? [], judging.weights, answer.choices ?? [])
    case 'fill_in':
      return ratio(told.blanks.filter((blank, place) => fills(blank, answer.blanks?.[place] ?? '')).length, told.blanks.length)
    case 'order':
      return orderShare(told.answer?.order ?? [], answer.order ?? [])
    default:
      return pairsShare(question, told.answer?.pairs ?? {}, answer.pairs ?? {})
  }
}

/** Right minus wrong, never below 0; by the options' weights where they have some. */
function severalShare(right: readonly string[], weights: Readonly<Record<string, string>>, chosen: readonly string[]): Share {
  if (sameIds(chosen, right)) return WHOLE
  const worth = chosen.map((id) => {
    const weight = weights[id]
    if (weight !== undefined) return fractionOf(weight)
    return ratio(right.includes(id) ? 1 : -1, right.length)
  })
  return clamp(worth.reduce(add, NOTHING))
}

/** Neighbours that stand in their right order, of all neighbours. */
function orderShare(right: readonly string[], given: readonly string[]): Share {
  const places = given.map((id) => right.indexOf(id))
  const kept = places.slice(1).filter((place, before) => place === (places[before] ?? place) + 1).length
  return ratio(kept, right.length - 1)
}

function pairsShare(question: Question, right: Readonly<Record<string, string>>, given: Readonly<Record<string, string>>): Share {
  const kept = Object.entries(given).filter(([left, value]) => right[left] === value).length
  return ratio(kept, (question.lefts ?? []).length)
}

function caseShare(question: Question, told: Told, judging: Judging, answer: Answer, partial: boolean): Share {
  const parts = question.parts ?? []
  const shares = parts.map((part) => {
    const id = part.id ?? ''
    const [content, how] = [told.parts[id], judging.parts[id]]
    return content === undefined || how === undefined ? NOTHING : judge(part, content, how, answer.parts?.[id] ?? null, partial)
  })
  return multiply(shares.reduce(add, NOTHING), ratio(1, parts.length))
}

/** Whether a text fills a blank: one of the accepted texts, or a number near enough. */
function fills(blank: Told['blanks'][number], text: string): boolean {
  const plain = plainForm(text)
  if (plain !== '' && blank.accepted.some((accepted) => plainForm(accepted) === plain)) return true
  if (blank.numeric === null) return false
  const [given, value, tolerance] = [scaled(plain), scaled(blank.numeric['value'] ?? ''), scaled(blank.numeric['tolerance'] ?? '')]
  if (given === null || value === null || tolerance === null) return false
  const away = given - value
  return (away < 0n ? -away : away) <= tolerance
}

/** The form in which texts are compared: full-width as half-width, no capitals, runs of spaces as one. */
function plainForm(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll('ß', 'ss').trim().replace(/\s+/g, ' ')
}

function scaled(text: string): bigint | null {
  const found = NUMBER.exec(text)
  if (found === null) return null
  const size = BigInt((found[2] ?? '') + (found[3] ?? '').padEnd(PLACES, '0'))
  return found[1] === '-' ? -size : size
}

function sameIds(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((id) => others.includes(id))
}

/** A fraction (`-1/3`) or a decimal (`0.5`) as text. */
function fractionOf(text: string): Share {
  const [top = '0', bottom = '1'] = text.split('/')
  const [whole = '0', decimals = ''] = top.split('.')
  return reduced(BigInt(whole + decimals), BigInt(bottom) * 10n ** BigInt(decimals.length))
}

function ratio(top: number, bottom: number): Share {
  return reduced(BigInt(top), BigInt(bottom))
}

function add(some: Share, other: Share): Share {
  return reduced(some.top * other.bottom + other.top * some.bottom, some.bottom * other.bottom)
}

function multiply(some: Share, other: Share): Share {
  return reduced(some.top * other.top, some.bottom * other.bottom)
}

function clamp(share: Share): Share {
  if (share.top <= 0n) return NOTHING
  return share.top >= share.bottom ? WHOLE : share
}

function isWhole(share: Share): boolean {
  return share.top === share.bottom
}

function reduced(top: bigint, bottom: bigint): Share {
  let [a, b] = [top < 0n ? -top : top, bottom]
  while (b !== 0n) [a, b] = [b, a % b]
  return a === 0n ? NOTHING : { top: top / a, bottom: bottom / a }
}
