/** The Chinese messages that sign-in, the list of tasks and the shell need: part of the first bundle. */
import app from '@/app/locale/zh-CN'
import approvals from '@/features/approvals/locale/zh-CN'
import * as approvalTerms from '@/features/approvals/locale/terms.zh-CN'
import identity from '@/features/identity/locale/zh-CN'
import * as identityTerms from '@/features/identity/locale/terms.zh-CN'
import ui from '@/shared/ui/locale/zh-CN'

export default {
  app,
  approvals,
  identity,
  ui,
  ...approvalTerms,
  ...identityTerms,
}
