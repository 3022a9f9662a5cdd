import type * as zhCN from './terms.zh-CN'
import type { Translation } from '@/shared/i18n'

export const grades = {
  excellent: 'Excellent',
  competent: 'Competent',
  basically_competent: 'Basically competent',
  incompetent: 'Incompetent',
  qualified: 'Qualified',
  basically_qualified: 'Basically qualified',
  unqualified: 'Unqualified',
  comments_only: 'Comments, no grade',
  no_grade: 'Takes part, no grade',
  deferred: 'No grade for now',
  not_assessed: 'Not assessed',
} satisfies Translation<typeof zhCN.grades>

export const personnelCategories = {
  civil_servant: 'Civil servants',
  institution_staff: 'Staff of institutions',
  organ_worker: 'Workers of organs',
} satisfies Translation<typeof zhCN.personnelCategories>

export const specialCases = {
  probation: 'On probation',
  long_leave: 'On leave for more than half a year',
  deferred: 'No grade for now',
  warned: 'By article 29: not Excellent',
  disciplined: 'By article 29',
  not_assessed: 'Not assessed',
} satisfies Translation<typeof zhCN.specialCases>

export const lawNames = {
  civil_servant_law: 'Civil Servant Law',
  civil_servant_assessment_rules: 'Rules on the assessment of civil servants',
  institution_personnel_regulations: 'Regulations on personnel of institutions',
} satisfies Translation<typeof zhCN.lawNames>

export const sourceMarks = {
  T: 'by the text of the act',
  P: 'by an authority’s page',
  S: 'by a reprint; text not compared',
  M: 'not verified',
  none: 'no source; a default that can be changed',
} satisfies Translation<typeof zhCN.sourceMarks>

/** What the rules say of a grade; codes of the server. */
export const consequences = {
  commendation: 'A commendation in the same year.',
  rank_term_shortened: 'The term for the next rank is shortened by half a year.',
  third_class_merit: ({ years }: { years: number }) => `Excellent ${years} years running: a third-class merit.`,
  year_counts: 'The year counts for promotion in rank, and a bonus is paid.',
  pay_step: ({ years }: { years: number }) => `Year ${years} competent or better held here: two years together give one pay step.`,
  pay_grade: ({ years }: { years: number }) => `Year ${years} competent or better held here: five years together give one pay grade.`,
  admonition: 'An admonition by the organ, improvement within a time set, a written self-criticism.',
  year_not_counted: 'The year does not count for promotion in rank.',
  demotion: 'Lowered by one level of post or rank.',
  no_bonus: 'No yearly bonus.',
  dismissal: ({ years }: { years: number }) => `Incompetent ${years} years running: a case of dismissal.`,
  dismissal_if_again: 'Incompetent again next year would be a case of dismissal.',
  post_pay_renewal: 'The result is a basis for post, pay and renewal of the contract.',
  contract_may_end: ({ years }: { years: number }) => `Unqualified ${years} years running: the unit may end the contract with 30 days’ written notice.`,
  contract_if_refused_or_again:
    'Refusing another post, or unqualified again next year, the unit may end the contract with 30 days’ written notice.',
  no_source_held: 'No text on the use of results of workers of organs is held here; ask the personnel office.',
} satisfies Translation<typeof zhCN.consequences>
