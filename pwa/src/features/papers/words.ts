/** The papers by name, and what each is for. */
import type { Form, PaperKind } from './papers.api'
import { t } from '@/shared/i18n'

/** Kinds of files, by the names of the programs that open them. */
export const KINDS: readonly { readonly kind: PaperKind; readonly text: string }[] = [
  { kind: 'pdf', text: 'PDF' },
  { kind: 'docx', text: 'Word' },
  { kind: 'xlsx', text: 'Excel' },
]

export function formText(form: Form): { title: string; text: string } {
  return {
    routine: { title: t('papers.routine'), text: t('papers.routineText') },
    ballot: { title: t('papers.ballot'), text: t('papers.ballotText') },
    rating: { title: t('papers.rating'), text: t('papers.ratingText') },
    excellent: { title: t('papers.excellent'), text: t('papers.excellentText') },
    results: { title: t('papers.results'), text: t('papers.resultsText') },
    'not-graded': { title: t('papers.notGraded'), text: t('papers.notGradedText') },
    registration: { title: t('papers.registration'), text: t('papers.registrationText') },
    notice: { title: t('papers.notice'), text: t('papers.noticeText') },
    distribution: { title: t('papers.distribution'), text: t('papers.distributionText') },
  }[form]
}
