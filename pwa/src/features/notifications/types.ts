import type { AnswerOf } from '@/shared/api/client'

export type Notice = AnswerOf<'/api/v1/notices', 'get'>['items'][number]
export type NoticeLink = Notice['link']
export type PushSettings = AnswerOf<'/api/v1/push', 'get'>
