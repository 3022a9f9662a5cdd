/**
 * What authors write, in the shapes that the server stores: the same keys stand in the YAML of our own courses.
 * Fields of forms are always there ('' or empty lists); `cleaned…` leaves out what is empty before it is sent.
 */
export const PART_TYPES = ['single', 'multiple', 'true_false', 'fill_in', 'order', 'match'] as const
export const QUESTION_TYPES = [...PART_TYPES, 'case'] as const
export type QuestionType = (typeof QUESTION_TYPES)[number]

export interface OptionContent {
  text: string
  correct: boolean
  why: string
  /** Of imported questions only; kept as it came. */
  weight?: string
}
export interface BlankContent {
  accepted: string[]
  numeric: { value: string; tolerance: string } | null
}
export interface PairContent {
  left: string
  right: string
}

/** All fields of all types side by side, so that a change of type and back loses nothing. */
export interface PartForm {
  type: QuestionType
  stem: string
  options: OptionContent[]
  answer: boolean | null
  why: { true: string; false: string }
  blanks: BlankContent[]
  items: string[]
  pairs: PairContent[]
  distractors: string[]
  parts: PartForm[]
  explanation: string
  feedback_right: string
  feedback_wrong: string
  partial_credit: boolean
}
export interface QuestionForm extends PartForm {
  key: string
  topic: string
  difficulty: 1 | 2 | 3
  use: 'practice' | 'exam'
  articles: string[]
  valid_from: string
  valid_to: string
}

/** Plain JSON, as the server sends and takes it. */
export type Data = Readonly<Record<string, unknown>>

/** A mistake at a path like `options[1].text`. */
export interface Problem {
  readonly path: string
  readonly problem: string
}
