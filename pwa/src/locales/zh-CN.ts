/** All Chinese messages. A feature's words live with the feature; this list only gathers them. */
import app from '@/app/locale/zh-CN'
import approvals from '@/features/approvals/locale/zh-CN'
import identity from '@/features/identity/locale/zh-CN'
import learn from '@/features/learn/locale/zh-CN'
import register from '@/features/register/locale/zh-CN'
import errors from '@/shared/i18n/locale/errors.zh-CN'
import ui from '@/shared/ui/locale/zh-CN'

export default { app, approvals, errors, identity, learn, register, ui }
