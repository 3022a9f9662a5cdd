import type { AnswerOf } from '@/shared/api/client'

export type Unit = AnswerOf<'/api/v1/register/units/{unit_id}', 'get'>
export type UnitRow = AnswerOf<'/api/v1/register/units', 'get'>['items'][number]
export type UnitPerson = AnswerOf<'/api/v1/register/units/{unit_id}/people', 'get'>['items'][number]
export type HistoryEntry = AnswerOf<'/api/v1/register/units/{unit_id}/history', 'get'>['items'][number]
export type RecruitmentItem = AnswerOf<'/api/v1/register/units/{unit_id}/recruitment', 'get'>['items'][number]
export type TreeNode = AnswerOf<'/api/v1/register/tree', 'get'>['items'][number]
export type RegionRecord = AnswerOf<'/api/v1/register/regions/{code}', 'get'>
export type UnitAppointment = AnswerOf<'/api/v1/register/units/{unit_id}/appointments', 'get'>['standing'][number]
export type AppointmentRole = UnitAppointment['role']
export type FoundPerson = AnswerOf<'/api/v1/register/people', 'get'>['items'][number]
