import type { NoticeLink } from './types'

const PAGE_OF_WINDOW: Readonly<Record<string, string>> = {
  self_summary: '/me/year/self-summary',
  rating: '/me/year/rating',
  superior_mark: '/me/year/marks',
}

/** Where a notice leads in the app. */
export function pathOfLink(link: NoticeLink): string {
  switch (link.kind) {
    case 'task':
      return `/tasks/${link.id}`
    case 'matter':
      return `/matters/${link.id}`
    case 'push':
      return '/me/push'
    case 'account':
      return '/me'
    case 'course':
      return `/learn/courses/${link.id}`
    case 'certificate':
      return '/learn/certificates'
    case 'credit':
      return '/learn/records'
    case 'class':
      return `/learn/classes/${link.id}`
    case 'desk':
      return `/learn/desk/${link.id}`
    case 'mentorship':
      return `/learn/mentoring/${link.id}`
    case 'window':
      return PAGE_OF_WINDOW[link.id] ?? '/me/year'
    case 'goals':
      return '/me/goals'
    case 'check':
      return '/me/checks'
    case 'evidence':
      return '/me/year/evidence'
    case 'evidence_ruling':
      return '/assessment/evidence-objections'
    case 'unit_evidence':
      return `/assessment/evidence/units/${link.id}`
    case 'suggestion':
      return '/assessment/suggestions'
    case 'decision':
      return `/assessment/rounds/${link.id}/decisions`
    case 'objection':
      return `/assessment/rounds/${link.id}/objections`
    case 'publicity':
      return '/me/year/list'
    case 'result':
      return '/me/year/result'
    default:
      return '/me/notices'
  }
}
