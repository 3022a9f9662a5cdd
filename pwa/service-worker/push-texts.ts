import type { WorkerLocale } from './protocol'
import type { components } from '../src/shared/api/schema'

/** What the server may send, and what stands for anything else. */
type Said = components['schemas']['Notice']['topic'] | 'other'

/**
 * Fixed sentences, one per topic: a lock screen is read by others, so they name no person, unit or matter.
 * The server sends the topic alone.
 */
export const TEXTS: Readonly<Record<WorkerLocale, Readonly<Record<Said, string>>>> = {
  'zh-CN': {
    task_opened: '有新的待办事项',
    matter_returned: '有事项被退回补正',
    matter_rejected: '有事项未获同意',
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
    mentorship_asked: '有一份师徒结对等您确认',
    mentorship_changed: '师徒结对有变化',
    mentorship_meeting: '有一次师徒交流等您确认',
    mentorship_quiet: '师徒有一阵没有交流了',
    mentorship_evaluation: '有一份师徒互评等您填写',
    assessment_window: '年度考核有一项等您填写',
    assessment_goals: '年度目标有更新或将到期',
    assessment_check: '平时考核有新的评语',
    assessment_suggestion: '有考核等次等您提出建议',
    assessment_decision: '有一份考核决定等您确认',
    assessment_publicity: '有名单正在本单位公示',
    assessment_objection: '有一项考核异议等待答复',
    assessment_answer: '您提出的异议已有答复',
    assessment_result: '有一份考核通知书等您签收',
    assessment_withdrawn: '一项考核异议已撤回',
    assessment_sealed: '年度考核已归档',
    push_test: '这是一条测试通知',
    other: '有新的消息',
  },
  en: {
    task_opened: 'A new task is waiting for you',
    matter_returned: 'A matter was returned for correction',
    matter_rejected: 'A matter was not approved',
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
    mentorship_asked: 'A mentoring pair waits for your answer',
    mentorship_changed: 'Your mentoring has changed',
    mentorship_meeting: 'A mentoring meeting waits for you to confirm',
    mentorship_quiet: 'You have not met for mentoring in a while',
    mentorship_evaluation: 'A mentoring evaluation waits for you',
    assessment_window: 'The annual assessment asks you for something',
    assessment_goals: 'Annual goals were updated, or are due soon',
    assessment_check: 'Your routine check has a comment',
    assessment_suggestion: 'Assessment grades wait for your suggestion',
    assessment_decision: 'An assessment decision waits for you to confirm',
    assessment_publicity: 'A list is on show in your organ',
    assessment_objection: 'An assessment objection waits for an answer',
    assessment_answer: 'Your objection was answered',
    assessment_result: 'A notice of the assessment waits for your signature',
    assessment_withdrawn: 'An assessment objection was withdrawn',
    assessment_sealed: 'The annual assessment was filed',
    push_test: 'This is a test notification',
    other: 'You have a new message',
  },
}

export const APP_NAME: Readonly<Record<WorkerLocale, string>> = { 'zh-CN': '掌上编办', en: 'Zhangbian' }

export function pushText(topic: string, locale: WorkerLocale): string {
  const texts: Readonly<Record<string, string>> = TEXTS[locale]
  return texts[topic] ?? TEXTS[locale].other
}
