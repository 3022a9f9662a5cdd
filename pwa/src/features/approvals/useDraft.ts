import { onScopeDispose, ref, watch, type Ref } from 'vue'

import { dropDraft, readDraft, saveDraft } from './drafts'
import { session } from '@/features/identity/session'

export interface DraftedForm<Form> {
  readonly form: Ref<Form>
  /** When the draft shown at the start was kept; null when there was none. */
  readonly restoredAt: Ref<Date | null>
  startOver: () => void
  /** The form was filed: nothing is kept of it. */
  finish: () => void
}

const PAUSE_MS = 500

/** A form that keeps itself on this device while it is typed, and comes back after closing. */
export function useDraft<Form extends object>(kind: string, unitId: string, empty: () => Form, from: (stored: Readonly<Record<string, unknown>>) => Form): DraftedForm<Form> {
  const account = session.account?.id ?? ''
  const draft = readDraft(account, kind, unitId)
  const form = ref(draft === null ? empty() : from(draft.form)) as Ref<Form>
  const restoredAt = ref(draft?.savedAt ?? null)
  const blank = JSON.stringify(empty())
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(
    form,
    () => {
      clearTimeout(timer)
      timer = setTimeout(keep, PAUSE_MS)
    },
    { deep: true },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
  })

  function keep(): void {
    if (JSON.stringify(form.value) !== blank) saveDraft(account, kind, unitId, { ...form.value } as Readonly<Record<string, unknown>>)
  }

  function drop(): void {
    clearTimeout(timer)
    dropDraft(kind, unitId)
  }

  return {
    form,
    restoredAt,
    startOver: () => {
      form.value = empty()
      restoredAt.value = null
      drop()
    },
    finish: drop,
  }
}
