import type { NoticeLink } from './types'

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
    default:
      return '/me/notices'
  }
}
