/** What is wrong with a form, by the path of its fields: found here, or said by the server. */
import { ApiError } from '@/shared/api/errors'
import { t, tDynamic } from '@/shared/i18n'

export type FormErrors = Readonly<Record<string, string>>

/** The codes of rules that are about one box, so that the sentence stands beside it. */
const FIELD_OF_CODE: Readonly<Record<string, string>> = {
  id_number_invalid: 'person.id_number',
  person_already_posted: 'person.id_number',
  person_differs: 'person.name',
  date_in_future: 'effective_on',
  date_before_founding: 'effective_on',
  date_after_dissolution: 'effective_on',
  division_not_in_unit: 'division_id',
  recruitment_item_unfit: 'recruitment_item_id',
}

/** The words for each field that a refusal names. */
export function errorsOf(code: string, facts: Readonly<Record<string, unknown>>): FormErrors {
  const found: Record<string, string> = {}
  const fields = facts['fields']
  if (typeof fields === 'object' && fields !== null) {
    for (const [path, codes] of Object.entries(fields as Record<string, readonly string[]>)) {
      found[path.replace(/^form\./, '')] = wordsFor(codes[0] ?? 'invalid', facts)
    }
  }
  const field = FIELD_OF_CODE[code]
  if (field !== undefined) found[field] ??= tDynamic('errors', code, facts) ?? code
  return found
}

export function errorsOfAll(problems: readonly { readonly code: string; readonly facts: Readonly<Record<string, unknown>> }[]): FormErrors {
  return Object.assign({}, ...problems.map((problem) => errorsOf(problem.code, problem.facts))) as FormErrors
}

export function neededErrors(paths: readonly string[]): FormErrors {
  return Object.fromEntries(paths.map((path) => [path, t('approvals.needed')]))
}

export function errorsOfRefusal(error: unknown): FormErrors {
  return error instanceof ApiError ? errorsOf(error.code, error.facts) : {}
}

function wordsFor(code: string, facts: Readonly<Record<string, unknown>>): string {
  return tDynamic('fieldErrors', code, facts) ?? tDynamic('errors', code, facts) ?? tDynamic('fieldErrors', 'invalid') ?? code
}
