/** A plan as a form holds it: everything is text, so that what is half typed is never lost. */
import type { ClassPerson, ClassPlan } from './classes.api'
import { fromBox, toBox } from './schedule'

export interface SessionForm {
  title: string
  task: string
  level: string
  starts_at: string
  ends_at: string
  hours: string
}

export interface PlanForm {
  title: string
  about: string
  place: string
  seats: string
  perUnit: string
  openToAll: boolean
  teachers: ClassPerson[]
  sessions: SessionForm[]
}

/** Three of one unit, as a class by hand is held; it can be changed. */
const DEFAULT_SEATS = '30'
const DEFAULT_PER_UNIT = '3'

export function emptySession(): SessionForm {
  return { title: '', task: '', level: '1', starts_at: '', ends_at: '', hours: '' }
}

export function emptyPlan(): PlanForm {
  return { title: '', about: '', place: '', seats: DEFAULT_SEATS, perUnit: DEFAULT_PER_UNIT, openToAll: true, teachers: [], sessions: [emptySession()] }
}

export function formOf(plan: ClassPlan): PlanForm {
  return {
    title: plan.title,
    about: plan.about,
    place: plan.place,
    seats: String(plan.seats),
    perUnit: plan.per_unit === null ? '' : String(plan.per_unit),
    openToAll: plan.open_to_all,
    teachers: [...plan.teachers],
    sessions: plan.sessions.map((session) => ({
      title: session.title,
      task: session.task,
      level: String(session.level),
      starts_at: toBox(session.starts_at),
      ends_at: toBox(session.ends_at),
      hours: session.hours ?? '',
    })),
  }
}

/** The body that the form means. */
export function bodyOf(form: PlanForm) {
  return {
    title: form.title.trim(),
    about: form.about.trim(),
    place: form.place.trim(),
    seats: Number(form.seats),
    per_unit: form.perUnit === '' ? null : Number(form.perUnit),
    open_to_all: form.openToAll,
    teacher_ids: form.teachers.map((teacher) => teacher.account_id),
    sessions: form.sessions.map((session) => ({
      title: session.title.trim(),
      task: session.task.trim(),
      level: Number(session.level),
      starts_at: fromBox(session.starts_at),
      ends_at: fromBox(session.ends_at),
      hours: session.hours.trim() === '' ? null : session.hours.trim(),
    })),
  }
}
