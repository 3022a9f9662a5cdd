import type { About } from './desk.api'
import { kindName } from '@/features/approvals/display'
import { t, tDynamic } from '@/shared/i18n'

/** What a question is about, in words; null for nothing in particular. */
export function aboutText({ kind, id, title }: About): string | null {
  if (kind === 'none') return null
  if (kind === 'lesson') return title == null ? t('desk.about_lessonAny') : t('desk.about_lesson', { title })
  if (kind === 'form') return t('desk.about_form', { title: kindName(id ?? '') })
  return t('desk.about_refusal', { title: tDynamic('errors', id ?? '', {}) ?? id ?? '' })
}
