import { watch } from 'vue'

import { unansweredDecisions, whenDecided } from './decisions'
import { stepName } from './display'
import { errorText } from '@/shared/api/errors'
import { t } from '@/shared/i18n'
import { showToast } from '@/shared/ui/toast'

/** A refusal stays long enough to be read and followed. */
const REFUSAL_SHOWN_MS = 10_000

/** Says what became of each decision, on whatever page the person is by then. */
export function announceDecisions(open: (path: string) => void): void {
  whenDecided(
    (_taskId, answer) => {
      showToast(answer.next_step === null ? t('approvals.sent') : t('approvals.sentTo', { step: stepName(answer.next_step) }))
    },
    (taskId, error) => {
      showToast(errorText(error), { tone: 'bad', duration: REFUSAL_SHOWN_MS, action: { label: t('approvals.look'), run: () => open(`/tasks/${taskId}`) } })
    },
  )
  watch(unansweredDecisions, (now, before) => {
    if (now > before) showToast(t('approvals.kept'), { duration: REFUSAL_SHOWN_MS, action: { label: t('approvals.look'), run: () => open('/me/unsent') } })
  })
}
