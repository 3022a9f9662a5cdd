/** The names of the fields, fetched once for as long as the app is open. */
import { shallowRef } from 'vue'

import type { Topic } from './mentoring.api'
import { api } from '@/shared/api/client'
import { locale, t } from '@/shared/i18n'
import type { Choice } from '@/shared/ui/SelectField.vue'

const topics = shallowRef<readonly Topic[]>([])

export async function loadTopics(): Promise<void> {
  if (topics.value.length === 0) topics.value = (await api.get('/api/v1/mentoring/topics', {})).items
}

/** The word for a field; its code while the names are not there. */
export function topicText(code: string): string {
  const topic = topics.value.find((one) => one.code === code)
  if (topic === undefined) return code
  return locale.value === 'en' ? topic.en : topic.zh
}

export function topicChoices(): Choice[] {
  return topics.value.map((topic) => ({ value: topic.code, text: topicText(topic.code) }))
}

/** Words one after the other; Chinese joins units without anything between them. */
export function listText(words: readonly string[]): string {
  return words.join(t('mentoring.separator'))
}

export function fieldsText(codes: readonly string[]): string {
  return listText(codes.map(topicText))
}
