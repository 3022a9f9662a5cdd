/** Mistakes that the server found, at the fields where they are. */
import type { Problem } from './content'
import { ApiError } from '@/shared/api/errors'
import { t, tDynamic } from '@/shared/i18n'

/** The problems of a refusal; none when it is about something else. */
export function problemsOf(error: unknown): readonly Problem[] {
  const found = error instanceof ApiError ? error.facts['problems'] : null
  return Array.isArray(found) ? (found as Problem[]) : []
}

/** The sentence for a problem code. */
export function problemText(code: string): string {
  return tDynamic('authoringProblems', code) ?? t('fieldErrors.invalid')
}

/** What is wrong at exactly `path`, in words; null when nothing is. */
export function problemAt(problems: readonly Problem[], path: string): string | null {
  const found = problems.find((problem) => problem.path === path)
  return found === undefined ? null : problemText(found.problem)
}

/** The problems below `path`, with the rest of their paths. */
export function problemsBelow(problems: readonly Problem[], path: string): readonly Problem[] {
  return problems.flatMap((problem) => {
    if (!problem.path.startsWith(path)) return []
    const rest = problem.path.slice(path.length)
    return rest === '' || rest.startsWith('.') || rest.startsWith('[') ? [{ ...problem, path: rest.replace(/^\./, '') }] : []
  })
}
