/** What an answer holds, by the type of its question. Pure. */
import type { Answer, Question } from './types'

/** Whether every part of a question has some answer; what the server calls answered. */
export function isAnswered(question: Question, answer: Answer | null): boolean {
  if (answer === null) return false
  switch (question.type) {
    case 'multiple':
      return (answer.choices ?? []).length > 0
    case 'fill_in':
      return (answer.blanks ?? []).length > 0 && (answer.blanks ?? []).every((text) => text.trim() !== '')
    case 'match':
      return Object.keys(answer.pairs ?? {}).length === (question.lefts ?? []).length
    case 'case':
      return (question.parts ?? []).every((part) => isAnswered(part, answer.parts?.[part.id ?? ''] ?? null))
    default:
      return true
  }
}

/** The choices after `id` was ticked or unticked, in the order shown; null when none is left. */
export function toggled(question: Question, answer: Answer | null, id: string): Answer | null {
  const chosen = new Set(answer?.choices)
  if (!chosen.delete(id)) chosen.add(id)
  const choices = (question.options ?? []).map((option) => option.id).filter((option) => chosen.has(option))
  return choices.length === 0 ? null : { choices }
}

/** The order after the item at `from` moved by `step`; unchanged at either end. */
export function moved(order: readonly string[], from: number, step: -1 | 1): readonly string[] {
  const to = from + step
  const [item, other] = [order[from], order[to]]
  if (item === undefined || other === undefined) return order
  return order.map((id, place) => (place === to ? item : place === from ? other : id))
}

/** The pairs with `left` matched to `right`, or to nothing (''); null when no pair is left. */
export function matched(answer: Answer | null, left: string, right: string): Answer | null {
  const pairs = Object.fromEntries(Object.entries(answer?.pairs ?? {}).filter(([id]) => id !== left))
  if (right !== '') pairs[left] = right
  return Object.keys(pairs).length === 0 ? null : { pairs }
}

/** All blanks with the one at `place` (from 0) filled; null when all are empty. */
export function filled(question: Question, answer: Answer | null, place: number, text: string): Answer | null {
  const blanks = Array.from({ length: question.blanks ?? 0 }, (_, index) => (index === place ? text : (answer?.blanks?.[index] ?? '')))
  return blanks.every((blank) => blank === '') ? null : { blanks }
}

/** The answer to a case with one part answered, or no longer. */
export function withPart(answer: Answer | null, partId: string, part: Answer | null): Answer | null {
  const parts = Object.fromEntries(Object.entries(answer?.parts ?? {}).filter(([id]) => id !== partId))
  if (part !== null) parts[partId] = part
  return Object.keys(parts).length === 0 ? null : { parts }
}

/** HTML as words, for controls that take only words. */
export function wordsOf(html: string): string {
  return (new DOMParser().parseFromString(html, 'text/html').body.textContent ?? '').trim()
}
