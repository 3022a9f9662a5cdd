/** All Chinese messages. A feature's words live with the feature; this list only gathers them. */
import app from '@/app/locale/zh-CN'
import approvals from '@/features/approvals/locale/zh-CN'
import * as approvalTerms from '@/features/approvals/locale/terms.zh-CN'
import exchange from '@/features/exchange/locale/zh-CN'
import { undecidedReasons } from '@/features/exchange/locale/terms.zh-CN'
import identity from '@/features/identity/locale/zh-CN'
import * as identityTerms from '@/features/identity/locale/terms.zh-CN'
import learn from '@/features/learn/locale/zh-CN'
import notifications from '@/features/notifications/locale/zh-CN'
import topics from '@/features/notifications/locale/topics.zh-CN'
import register from '@/features/register/locale/zh-CN'
import errors from '@/shared/i18n/locale/errors.zh-CN'
import fieldErrors from '@/shared/i18n/locale/fieldErrors.zh-CN'
import ui from '@/shared/ui/locale/zh-CN'

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
}
