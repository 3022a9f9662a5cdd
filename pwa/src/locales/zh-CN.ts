/** All Chinese messages. A feature's words live with the feature; this list only gathers them, and follows the first paint. */
import start from './start.zh-CN'
import authoring from '@/features/authoring/locale/zh-CN'
import authoringProblems from '@/features/authoring/locale/problems.zh-CN'
import certificates from '@/features/certificates/locale/zh-CN'
import desk from '@/features/desk/locale/zh-CN'
import classes from '@/features/classes/locale/zh-CN'
import evidence from '@/features/evidence/locale/zh-CN'
import exchange from '@/features/exchange/locale/zh-CN'
import { undecidedReasons } from '@/features/exchange/locale/terms.zh-CN'
import goals from '@/features/goals/locale/zh-CN'
import grading from '@/features/grading/locale/zh-CN'
import interchange from '@/features/interchange/locale/zh-CN'
import { interchangeLosses, interchangeProblems } from '@/features/interchange/locale/terms.zh-CN'
import learn from '@/features/learn/locale/zh-CN'
import mentoring from '@/features/mentoring/locale/zh-CN'
import mentorship from '@/features/mentorship/locale/zh-CN'
import notifications from '@/features/notifications/locale/zh-CN'
import marks from '@/features/marks/locale/zh-CN'
import practice from '@/features/practice/locale/zh-CN'
import topics from '@/features/notifications/locale/topics.zh-CN'
import quizzes from '@/features/quizzes/locale/zh-CN'
import records from '@/features/records/locale/zh-CN'
import { recordColumns, recordProblems } from '@/features/records/locale/terms.zh-CN'
import register from '@/features/register/locale/zh-CN'
import results from '@/features/results/locale/zh-CN'
import { consequences, grades, lawNames, personnelCategories, sourceMarks, specialCases } from '@/features/results/locale/terms.zh-CN'
import rounds from '@/features/rounds/locale/zh-CN'
import { appointmentRoles } from '@/features/register/locale/terms.zh-CN'
import { roundParameters, roundSources, roundStates } from '@/features/rounds/locale/terms.zh-CN'
import sandbox from '@/features/sandbox/locale/zh-CN'
import papers from '@/features/papers/locale/zh-CN'
import outbox from '@/features/outbox/locale/zh-CN'
import schemes from '@/features/schemes/locale/zh-CN'
import { schemeProblems } from '@/features/schemes/locale/problems.zh-CN'
import training from '@/features/training/locale/zh-CN'
import year from '@/features/year/locale/zh-CN'
import { evidenceSources } from '@/features/evidence/locale/sources.zh-CN'
import errors from '@/shared/i18n/locale/errors.zh-CN'
import fieldErrors from '@/shared/i18n/locale/fieldErrors.zh-CN'
import { commands } from '@/shared/offline/locale/commands.zh-CN'

export default {
  ...start,
  appointmentRoles,
  authoring,
  authoringProblems,
  certificates,
  classes,
  commands,
  consequences,
  errors,
  desk,
  evidenceSources,
  evidence,
  exchange,
  fieldErrors,
  goals,
  grades,
  grading,
  interchange,
  interchangeLosses,
  interchangeProblems,
  lawNames,
  learn,
  mentoring,
  mentorship,
  marks,
  notifications,
  outbox,
  papers,
  personnelCategories,
  practice,
  quizzes,
  recordColumns,
  recordProblems,
  records,
  register,
  results,
  roundParameters,
  roundSources,
  roundStates,
  rounds,
  sandbox,
  schemeProblems,
  schemes,
  sourceMarks,
  specialCases,
  topics,
  training,
  undecidedReasons,
  year,
}
