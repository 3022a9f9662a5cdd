/** A question as a form, and back as the data that the bank stores. */
import type { BlankContent, Data, OptionContent, PairContent, PartForm, QuestionForm, QuestionType } from './content'
import { listOf, partOf, textOf, textsOf } from './reading'

const BLANK = /\{\{(\d{1,2})\}\}/g

export function emptyOption(): OptionContent {
  return { text: '', correct: false, why: '' }
}

export function emptyBlank(): BlankContent {
  return { accepted: [''], numeric: null }
}

export function emptyPart(type: QuestionType = 'single'): PartForm {
  return {
    type,
    stem: '',
    options: [emptyOption(), emptyOption(), emptyOption(), emptyOption()],
    answer: null,
    why: { true: '', false: '' },
    blanks: [],
    items: ['', ''],
    pairs: [
      { left: '', right: '' },
      { left: '', right: '' },
    ],
    distractors: [],
    parts: [],
    explanation: '',
    feedback_right: '',
    feedback_wrong: '',
    partial_credit: true,
  }
}

export function emptyQuestion(): QuestionForm {
  return { ...emptyPart(), key: '', topic: '', difficulty: 1, use: 'practice', articles: [''], valid_from: '', valid_to: '' }
}

/** The form of stored data; what the data does not say has its default. */
export function partForm(from: Data): PartForm {
  const part = emptyPart((textOf(from['type']) || 'single') as QuestionType)
  const why = partOf(from['why'])
  return {
    ...part,
    stem: textOf(from['stem']),
    options: from['options'] === undefined ? part.options : listOf(from['options']).map(optionForm),
    answer: typeof from['answer'] === 'boolean' ? from['answer'] : null,
    why: { true: textOf(why?.['true']), false: textOf(why?.['false']) },
    blanks: listOf(from['blanks']).map(blankForm),
    items: from['items'] === undefined ? part.items : textsOf(from['items']),
    pairs: from['pairs'] === undefined ? part.pairs : listOf(from['pairs']).map((pair): PairContent => ({ left: textOf(pair['left']), right: textOf(pair['right']) })),
    distractors: textsOf(from['distractors']),
    parts: listOf(from['parts']).map(partForm),
    explanation: textOf(from['explanation']),
    feedback_right: textOf(from['feedback_right']),
    feedback_wrong: textOf(from['feedback_wrong']),
    partial_credit: from['partial_credit'] !== false,
  }
}

function optionForm(from: Data): OptionContent {
  const option: OptionContent = { text: textOf(from['text']), correct: from['correct'] === true, why: textOf(from['why']) }
  return typeof from['weight'] === 'string' ? { ...option, weight: from['weight'] } : option
}

function blankForm(from: Data): BlankContent {
  const numeric = partOf(from['numeric'])
  return {
    accepted: textsOf(from['accepted']),
    numeric: numeric === null ? null : { value: textOf(numeric['value']), tolerance: textOf(numeric['tolerance']) },
  }
}

export function questionForm(from: Data): QuestionForm {
  return {
    ...partForm(from),
    key: textOf(from['key']),
    topic: textOf(from['topic']),
    difficulty: from['difficulty'] === 3 ? 3 : from['difficulty'] === 2 ? 2 : 1,
    use: from['use'] === 'exam' ? 'exam' : 'practice',
    articles: textsOf(from['articles']),
    valid_from: textOf(from['valid_from']),
    valid_to: textOf(from['valid_to']),
  }
}

/** What is sent: only what belongs to the type, without empty texts. Lists keep their order, so that paths of problems fit. */
export function partData(form: PartForm): Data {
  const given: Record<string, unknown> = { type: form.type, stem: form.stem, ...bodyData(form) }
  for (const name of ['explanation', 'feedback_right', 'feedback_wrong'] as const) if (form[name].trim() !== '') given[name] = form[name]
  if (!form.partial_credit) given['partial_credit'] = false
  return given
}

function bodyData(form: PartForm): Data {
  switch (form.type) {
    case 'single':
    case 'multiple':
      return { options: form.options.map(optionData) }
    case 'true_false':
      return { ...(form.answer === null ? {} : { answer: form.answer }), why: whyData(form.why) }
    case 'fill_in':
      return { blanks: form.blanks.map((blank) => ({ accepted: blank.accepted.filter((word) => word.trim() !== ''), numeric: blank.numeric })) }
    case 'order':
      return { items: form.items }
    case 'match':
      return { pairs: form.pairs, distractors: form.distractors.filter((right) => right.trim() !== '') }
    case 'case':
      return { parts: form.parts.map(partData) }
  }
}

function optionData(option: OptionContent): Data {
  const { why, ...rest } = option
  return why.trim() === '' ? rest : { ...rest, why }
}

function whyData(why: PartForm['why']): Data {
  return Object.fromEntries(Object.entries(why).filter(([, reason]) => reason.trim() !== ''))
}

export function questionData(form: QuestionForm): Data {
  const given: Record<string, unknown> = {
    key: form.key.trim(),
    topic: form.topic,
    difficulty: form.difficulty,
    use: form.use,
    articles: form.articles.map((article) => article.trim()).filter((article) => article !== ''),
    ...partData(form),
  }
  for (const name of ['valid_from', 'valid_to'] as const) if (form[name] !== '') given[name] = form[name]
  return given
}

/** As many blanks as the stem names; those that are there keep what was typed. */
export function blanksOf(stem: string, blanks: readonly BlankContent[]): BlankContent[] {
  const numbers = [...stem.matchAll(BLANK)].map((match) => Number(match[1]))
  return Array.from({ length: Math.max(0, ...numbers) }, (_, place) => blanks[place] ?? emptyBlank())
}

/** The stem with one more blank at its end. */
export function withBlank(stem: string): string {
  const numbers = [...stem.matchAll(BLANK)].map((match) => Number(match[1]))
  return `${stem}{{${Math.max(0, ...numbers) + 1}}}`
}
