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
    default:
      return '/me/notices'
  }
}
