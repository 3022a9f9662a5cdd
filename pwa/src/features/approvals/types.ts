import type { AnswerOf } from '@/shared/api/client'
import type { components } from '@/shared/api/schema'

export type TaskCard = AnswerOf<'/api/v1/approvals/tasks', 'get'>['items'][number]
export type TaskView = AnswerOf<'/api/v1/approvals/tasks/{task_id}', 'get'>
export type Matter = AnswerOf<'/api/v1/approvals/matters/{matter_id}', 'get'>
export type MatterRow = AnswerOf<'/api/v1/approvals/matters', 'get'>['items'][number]
export type FieldLine = Matter['fields'][number]
export type Preview = NonNullable<TaskView['preview']>
export type EntryWire = components['schemas']['PersonnelEntryForm']
export type OpeningWire = components['schemas']['OpeningBalanceForm']
/** The form of any kind on the wire. */
export type MatterForm = EntryWire | OpeningWire
export type Verdict = 'approve' | 'return' | 'reject'
