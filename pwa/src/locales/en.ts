/** All English messages, complete: the compiler compares them with the Chinese ones. */
import app from '@/app/locale/en'
import approvals from '@/features/approvals/locale/en'
import * as approvalTerms from '@/features/approvals/locale/terms.en'
import exchange from '@/features/exchange/locale/en'
import { undecidedReasons } from '@/features/exchange/locale/terms.en'
import identity from '@/features/identity/locale/en'
import * as identityTerms from '@/features/identity/locale/terms.en'
import learn from '@/features/learn/locale/en'
import notifications from '@/features/notifications/locale/en'
import topics from '@/features/notifications/locale/topics.en'
import register from '@/features/register/locale/en'
import errors from '@/shared/i18n/locale/errors.en'
import fieldErrors from '@/shared/i18n/locale/fieldErrors.en'
import type { Messages } from '@/shared/i18n'
import ui from '@/shared/ui/locale/en'

export default {
  app,
  approvals,
  errors,
  exchange,
  fieldErrors,
  identity,
  learn,
  notifications,
  register,
  topics,
  ui,
  undecidedReasons,
  ...approvalTerms,
  ...identityTerms,
} satisfies Messages
