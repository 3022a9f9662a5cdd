import { computed, type ComputedRef } from 'vue'

import { api } from '@/shared/api/client'
import { useResource } from '@/shared/api/useResource'
import { locale } from '@/shared/i18n'
import type { Choice } from '@/shared/ui/SelectField.vue'

/** The topics of the bank as choices, in the language shown, and the words of one of them. */
export function useTopics(): { choices: ComputedRef<readonly Choice[]>; nameOf: (code: string) => string } {
  const topics = useResource((signal) => api.get('/api/v1/quizzes/topics', { signal }))
  const choices = computed(() => (topics.data.value?.items ?? []).map((topic) => ({ value: topic.code, text: locale.value === 'en' ? topic.en : topic.zh })))
  return { choices, nameOf: (code) => choices.value.find((choice) => choice.value === code)?.text ?? code }
}
