/** The code lists of the register (nature, level, quota type, ethnic group …), fetched once per visit. */
import { shallowRef } from 'vue'

import { api } from '@/shared/api/client'
import { locale } from '@/shared/i18n'
import type { Choice } from '@/shared/ui/SelectField.vue'

interface Words {
  readonly zh: string
  readonly en: string
}

/** Maps, because they keep the order of the list: an object would put the code 10 before 01. */
const lists = shallowRef<ReadonlyMap<string, ReadonlyMap<string, Words>> | null>(null)
let asking: Promise<void> | null = null

/** Fetches the lists unless they are there. A failure is tried again by the next page. */
export function loadCodes(): Promise<void> {
  if (lists.value !== null) return Promise.resolve()
  asking ??= api
    .get('/api/v1/register/codes')
    .then((answer) => {
      lists.value = new Map(Object.entries(answer).map(([list, rows]) => [list, new Map(rows.map((row) => [row.code, row]))]))
    })
    .catch(() => undefined)
    .finally(() => {
      asking = null
    })
  return asking
}

/** A code in the language shown; the code itself while the lists are not there or do not know it. */
export function codeText(list: string, code: string | null | undefined): string {
  if (code === null || code === undefined || code === '') return ''
  const words = lists.value?.get(list)?.get(code)
  if (words === undefined) return code
  return locale.value === 'en' ? words.en : words.zh
}

/** Not graded (未定级) says nothing worth a place in a line. */
const NOT_GRADED = '90'

export function levelText(level: string): string {
  return level === NOT_GRADED ? '' : codeText('org_level', level)
}

/** The four lists a rank or post grade may come from; no code is in two of them. */
export const RANK_LISTS = ['civil_servant_rank_general', 'civil_servant_rank_law_enforcement', 'civil_servant_rank_professional', 'institution_post_grade'] as const

export function rankText(rank: string | null): string {
  const list = RANK_LISTS.find((name) => lists.value?.get(name)?.has(rank ?? '') === true)
  return list === undefined ? (rank ?? '') : codeText(list, rank)
}

/** A list's choices in its own order, all or only the codes given. */
export function codeChoices(list: string, only?: readonly string[]): Choice[] {
  const entries = [...(lists.value?.get(list)?.keys() ?? [])]
  const codes = only === undefined ? entries : only.filter((code) => entries.includes(code))
  return codes.map((value) => ({ value, text: codeText(list, value) }))
}
