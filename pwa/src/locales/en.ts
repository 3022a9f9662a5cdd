/** All English messages, complete: the compiler compares them with the Chinese ones. */
import start from './start.en'
import authoring from '@/features/authoring/locale/en'
import authoringProblems from '@/features/authoring/locale/problems.en'
import certificates from '@/features/certificates/locale/en'
import desk from '@/features/desk/locale/en'
import classes from '@/features/classes/locale/en'
import evidence from '@/features/evidence/locale/en'
import exchange from '@/features/exchange/locale/en'
import { undecidedReasons } from '@/features/exchange/locale/terms.en'
import goals from '@/features/goals/locale/en'
import grading from '@/features/grading/locale/en'
import interchange from '@/features/interchange/locale/en'
import { interchangeLosses, interchangeProblems } from '@/features/interchange/locale/terms.en'
import learn from '@/features/learn/locale/en'
import mentoring from '@/features/mentoring/locale/en'
import mentorship from '@/features/mentorship/locale/en'
import notifications from '@/features/notifications/locale/en'
import marks from '@/features/marks/locale/en'
import practice from '@/features/practice/locale/en'
import topics from '@/features/notifications/locale/topics.en'
import quizzes from '@/features/quizzes/locale/en'
import records from '@/features/records/locale/en'
import { recordColumns, recordProblems } from '@/features/records/locale/terms.en'
import register from '@/features/register/locale/en'
import results from '@/features/results/locale/en'
import { consequences, grades, lawNames, personnelCategories, sourceMarks, specialCases } from '@/features/results/locale/terms.en'
import rounds from '@/features/rounds/locale/en'
import { appointmentRoles } from '@/features/register/locale/terms.en'
import { roundParameters, roundSources, roundStates } from '@/features/rounds/locale/terms.en'
import sandbox from '@/features/sandbox/locale/en'
import papers from '@/features/papers/locale/en'
import outbox from '@/features/outbox/locale/en'
import schemes from '@/features/schemes/locale/en'
import { schemeProblems } from '@/features/schemes/locale/problems.en'
import training from '@/features/training/locale/en'
import year from '@/features/year/locale/en'
import { evidenceSources } from '@/features/evidence/locale/sources.en'
import errors from '@/shared/i18n/locale/errors.en'
import fieldErrors from '@/shared/i18n/locale/fieldErrors.en'
import { commands } from '@/shared/offline/locale/commands.en'
import type { Messages } from '@/shared/i18n'

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
} satisfies Messages
