import type * as zhCN from './terms.zh-CN'
import type { Translation } from '@/shared/i18n'

export const recordColumns = {
  learner: 'account or person id',
  name: 'name',
  source: 'source',
  hours: 'hours',
  title: 'title',
  started_on: 'first day',
  ended_on: 'last day',
  counter: 'counter',
  present: 'present',
} satisfies Translation<typeof zhCN.recordColumns>

export const recordProblems = {
  unknown_person: 'nobody of that name in your area',
  name_differs: 'the account belongs to another name',
  missing: 'missing',
  malformed: 'cannot be used',
  repeated: 'twice in this table',
  too_long: 'too long',
  date_in_future: 'after today',
  not_enrolled: 'not on the roster of this class',
} satisfies Translation<typeof zhCN.recordProblems>
