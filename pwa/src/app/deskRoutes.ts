/** The pages of the desk: opened by those whose work it is. Each feature's `deskRoutes.ts` is spread in here. */
import type { RouteRecordRaw } from 'vue-router'

import { deskRoutes as authoring } from '@/features/authoring/deskRoutes'
import { deskRoutes as certificates } from '@/features/certificates/deskRoutes'
import { deskRoutes as classes } from '@/features/classes/deskRoutes'
import { deskRoutes as evidence } from '@/features/evidence/deskRoutes'
import { deskRoutes as exchange } from '@/features/exchange/deskRoutes'
import { deskRoutes as goals } from '@/features/goals/deskRoutes'
import { deskRoutes as grading } from '@/features/grading/deskRoutes'
import { deskRoutes as identity } from '@/features/identity/deskRoutes'
import { deskRoutes as interchange } from '@/features/interchange/deskRoutes'
import { deskRoutes as mentoring } from '@/features/mentoring/deskRoutes'
import { deskRoutes as mentorship } from '@/features/mentorship/deskRoutes'
import { deskRoutes as papers } from '@/features/papers/deskRoutes'
import { deskRoutes as practice } from '@/features/practice/deskRoutes'
import { deskRoutes as records } from '@/features/records/deskRoutes'
import { deskRoutes as results } from '@/features/results/deskRoutes'
import { deskRoutes as rounds } from '@/features/rounds/deskRoutes'
import { deskRoutes as schemes } from '@/features/schemes/deskRoutes'
import { deskRoutes as training } from '@/features/training/deskRoutes'
import { deskRoutes as year } from '@/features/year/deskRoutes'

export const deskRoutes: readonly RouteRecordRaw[] = [
  ...authoring,
  ...certificates,
  ...classes,
  ...evidence,
  ...exchange,
  ...goals,
  ...grading,
  ...identity,
  ...interchange,
  ...mentoring,
  ...mentorship,
  ...papers,
  ...practice,
  ...records,
  ...results,
  ...rounds,
  ...schemes,
  ...training,
  ...year,
]
