/** The English messages of the first screens; see `start.zh-CN.ts`. */
import app from '@/app/locale/en'
import approvals from '@/features/approvals/locale/en'
import * as approvalTerms from '@/features/approvals/locale/terms.en'
import identity from '@/features/identity/locale/en'
import * as identityTerms from '@/features/identity/locale/terms.en'
import ui from '@/shared/ui/locale/en'

export default {
  app,
  approvals,
  identity,
  ui,
  ...approvalTerms,
  ...identityTerms,
}
