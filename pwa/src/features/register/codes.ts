/** The code lists of the register (nature, level, quota type, ethnic group …), fetched once per visit. */
import { shallowRef } from 'vue'

import { api } from '@/shared/api/client'
import { locale } from '@/shared/i18n'
import type { Choice } from '@/shared/ui/SelectField.vue'

type CodeLists = Readonly<Record<string, Readonly<Record<string, { readonly zh: string; readonly en: string }>>>>

const lists = shallowRef<CodeLists | null>(null)
let asking: Promise<void> | null = null

/** Fetches the lists unless they are there. A failure is tried again by the next page. */
export function loadCodes(): Promise<void> {
  if (lists.value !== null) return Promise.resolve()
  asking ??= api
    .get('/api/v1/register/codes')
    .then((answer) => {
      lists.value = answer
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
  const words = lists.value?.[list]?.[code]
  if (words === undefined) return code
  return locale.value === 'en' ? words.en : words.zh
}

/** A list's choices in its own order, all or only the codes given. */
export function codeChoices(list: string, only?: readonly string[]): Choice[] {
  const entries = Object.keys(lists.value?.[list] ?? {})
  const codes = only === undefined ? entries : only.filter((code) => entries.includes(code))
  return codes.map((value) => ({ value, text: codeText(list, value) }))
}
