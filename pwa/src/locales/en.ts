/** All English messages, complete: the compiler compares them with the Chinese ones. */
import app from '@/app/locale/en'
import approvals from '@/features/approvals/locale/en'
import identity from '@/features/identity/locale/en'
import learn from '@/features/learn/locale/en'
import register from '@/features/register/locale/en'
import errors from '@/shared/i18n/locale/errors.en'
import type { Messages } from '@/shared/i18n'
import ui from '@/shared/ui/locale/en'

export default { app, approvals, errors, identity, learn, register, ui } satisfies Messages
