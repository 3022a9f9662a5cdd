import { t, tDynamic } from '@/shared/i18n'
import type { Command } from '@/shared/offline/queue'

/** What the person did, in words. */
export function commandText({ kind, about }: Command): string {
  return tDynamic('commands', kind, { about }) ?? t('outbox.other', { about })
}
