import type { About } from '@/features/desk/desk.api'
import { ApiError } from '@/shared/api/errors'

/** What somebody at a form would ask the office about: the refusal they just met, else the form. */
export function aboutFiling(kind: string, problem: unknown): About {
  if (problem instanceof ApiError && !problem.unanswered) return { kind: 'refusal', id: problem.code }
  return { kind: 'form', id: kind }
}
