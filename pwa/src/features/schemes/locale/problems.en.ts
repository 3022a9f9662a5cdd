/** What is wrong with a scheme, by the server's code, in English. Numbers are hundredths. */
import type { schemeProblems as zhCN } from './problems.zh-CN'
import type { Translation } from '@/shared/i18n'
import { formatHundredths } from '@/shared/i18n/format'

export const schemeProblems: Translation<typeof zhCN> = {
  indicators_missing: 'There is no indicator yet',
  too_many_indicators: ({ most = 0 }) => `${String(most)} indicators at most`,
  key_wrong: 'It has no key: choose the source again',
  key_twice: ({ first = 0 }) => `Its key is that of indicator ${String(first)}`,
  title_missing: 'Write a name in Chinese',
  title_too_long: ({ most = 0 }) => `${String(most)} characters at most`,
  unknown_value: 'Choose one of the listed values',
  weight_zero: 'Write a weight above 0, with two decimals at most',
  weight_too_large: 'One weight is 100 points at most',
  source_forbidden: ({ document = '' }) => `This must not count in an assessment (${document})`,
  source_unknown: 'Choose a source',
  source_twice: ({ first = 0 }) => `Indicator ${String(first)} uses this source already; each counts once`,
  wrong_subject: ({ subject = '' }) => (subject === 'unit' ? 'This source is for units' : 'This source is for people'),
  marked_by_wrong: 'Who marks does not fit the source: choose it again',
  dimension_wrong: ({ dimension = '' }) => `This mark belongs to ${dimension}`,
  focus_wrong: ({ dimension = '' }) => `This main weight belongs to ${dimension}`,
  empty_is_no_minus: 'No entry is never a minus: without a record this source is left out',
  shape_unknown: 'Choose how it scores',
  value_out_of_range: ({ least = 0, most = 0 }) => `Between ${formatHundredths(least)} and ${formatHundredths(most)}, with two decimals at most`,
  percent_out_of_range: 'Between 0 and 100',
  divides_by_zero: 'The two ends must differ, or it would divide by zero',
  steps_missing: 'Write one step at least',
  too_many_steps: ({ most = 0 }) => `${String(most)} steps at most`,
  step_not_rising: 'Each step must be above the one before',
  steps_all_zero: 'Every step gives nothing, so it does nothing',
  cap_over_weight: ({ weight = 0 }) => `No more than its weight, ${formatHundredths(weight)} points`,
  cap_needs_sum: 'Points for each one need a source that is counted in pieces',
  weights_do_not_sum: ({ missing = 0, too_much = 0 }) =>
    missing > 0 ? `Weights come to 100 points; ${formatHundredths(missing)} are missing` : `Weights come to 100 points; ${formatHundredths(too_much)} are too many`,
  dimension_unused: ({ dimension = '' }) => `${dimension} has no weight; all five sides are looked at (Civil Servant Law art. 35)`,
  main_weight_missing: ({ political = 0, results = 0 }) =>
    `Political quality (now ${formatHundredths(political)}) and results (now ${formatHundredths(results)}) must both count and pass 50 points together (Civil Servant Law art. 35)`,
}
