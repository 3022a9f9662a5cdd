import type { WorkerLocale } from './protocol'

/**
 * Fixed sentences, one per topic: a lock screen is read by others, so they name no person, unit or matter.
 * The server sends the topic alone.
 */
export const TEXTS: Readonly<Record<WorkerLocale, Readonly<Record<string, string>> & { readonly other: string }>> = {
  'zh-CN': {
    task_opened: '有新的待办事项',
    task_closed: '一项待办已由他人办理',
    matter_returned: '有事项被退回补正',
    matter_rejected: '有事项未获同意',
    matter_withdrawn: '有事项已撤回',
    matter_executed: '有事项已办结',
    grant_confirmed: '授权已生效',
    import_finished: '导入已完成',
    course_assigned: '有新的课程需要学习',
    course_due: '有课程即将到期',
    certificate_issued: '有新的证书',
    certificate_expiring: '有证书即将到期',
    credits_confirmed: '培训记录已认定',
    class_announced: '有新的培训班',
    desk_asked: '有新的提问等待答复',
    desk_answered: '您的提问已有答复',
    push_test: '这是一条测试通知',
    other: '有新的消息',
  },
  en: {
    task_opened: 'A new task is waiting for you',
    task_closed: 'A task was handled by someone else',
    matter_returned: 'A matter was returned for correction',
    matter_rejected: 'A matter was not approved',
    matter_withdrawn: 'A matter was withdrawn',
    matter_executed: 'A matter is complete',
    grant_confirmed: 'A grant has taken effect',
    import_finished: 'An import has finished',
    course_assigned: 'A course was assigned to you',
    course_due: 'A course is due soon',
    certificate_issued: 'You have a new certificate',
    certificate_expiring: 'A certificate ends soon',
    credits_confirmed: 'Your training record was recognized',
    class_announced: 'There is a new class for you',
    desk_asked: 'A question waits for an answer',
    desk_answered: 'Your question was answered',
    push_test: 'This is a test notification',
    other: 'You have a new message',
  },
}

export const APP_NAME: Readonly<Record<WorkerLocale, string>> = { 'zh-CN': '掌上编办', en: 'Zhangbian' }

export function pushText(topic: string, locale: WorkerLocale): string {
  return TEXTS[locale][topic] ?? TEXTS[locale].other
}
