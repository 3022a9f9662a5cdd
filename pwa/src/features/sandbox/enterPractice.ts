/** What makes a window of the app one of the practice space; called once, before the first page. */
import { whenCommanded } from '@/shared/api/client'
import { deliverAll } from '@/shared/realtime'

/** Where whoever leaves the practice space, or is no longer signed in, goes on. */
const WAY_OUT = '/learn/sandbox'
/** Commands that change nothing: a form is rehearsed while it is typed. */
const REHEARSAL = /\/check$/

export function enterPractice(): void {
  document.documentElement.dataset['space'] = 'sandbox'
  // No socket: nothing changes here but by one's own acts, after which every page looks again.
  whenCommanded((path) => {
    if (!REHEARSAL.test(path)) deliverAll()
  })
}

/** Leaves by loading the real app; `path` is one of its pages. */
export function leavePractice(path: string = WAY_OUT): void {
  window.location.assign(path)
}
