/** What pages and the worker say to each other. Types alone: both programs import this file. */
export type WorkerLocale = 'zh-CN' | 'en'

/** From a page: let the waiting build take over, write notifications in this language, or play what this account downloaded. */
export type WorkerMessage =
  | { readonly type: 'take-over' }
  | { readonly type: 'locale'; readonly locale: WorkerLocale }
  | { readonly type: 'account'; readonly account: string | null }

/** To a page: go there, after asking about a form being filled. */
export interface OpenPathMessage {
  readonly type: 'open-path'
  readonly path: string
}
