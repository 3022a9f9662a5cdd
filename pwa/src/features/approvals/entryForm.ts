/** The form of an entry onto the quota (入编) as it is typed: texts, '' where nothing is given. */
import type { EntryWire } from './types'
import { normalizeIdNumber, readIdNumber } from './idNumber'

export interface EntryPerson {
  name: string
  sex: string
  id_number: string
  ethnicity: string
  political_status: string
  education: string
  degree: string
  major: string
  started_work_on: string
  identity: string
}

export interface EntryForm {
  recruitment_item_id: string
  quota_type: string
  division_id: string
  entry_reason: string
  effective_on: string
  post_title: string
  rank: string
  person: EntryPerson
}

const REQUIRED = ['quota_type', 'entry_reason', 'effective_on', 'post_title'] as const
const REQUIRED_OF_PERSON = ['name', 'sex', 'id_number', 'ethnicity', 'political_status', 'education', 'identity'] as const

export function emptyEntry(today: string): EntryForm {
  return {
    recruitment_item_id: '',
    quota_type: '',
    division_id: '',
    entry_reason: '',
    effective_on: today,
    post_title: '',
    rank: '',
    person: { name: '', sex: '', id_number: '', ethnicity: '', political_status: '', education: '', degree: '', major: '', started_work_on: '', identity: 'cadre' },
  }
}

/** A stored form (a draft, or the one of a returned matter) over an empty one; what it lacks stays empty. */
export function entryFrom(stored: Readonly<Record<string, unknown>>, today: string): EntryForm {
  const form = emptyEntry(today)
  const person = asRecord(stored['person'])
  return { ...takeTexts(form, stored), person: takeTexts(form.person, person) }
}

/**
 * Paths of what must still be given. `keepsIdNumber`: the server has an ID number already, an empty box
 * keeps it.
 */
export function missingInEntry(form: EntryForm, keepsIdNumber: boolean): string[] {
  const ofForm = REQUIRED.filter((name) => form[name].trim() === '')
  const ofPerson = REQUIRED_OF_PERSON.filter((name) => form.person[name].trim() === '' && !(name === 'id_number' && keepsIdNumber))
  return [...ofForm, ...ofPerson.map((name) => `person.${name}`)]
}

/** Whether the ID number, where one is given, is one by GB 11643. */
export function idNumberHolds(form: EntryForm): boolean {
  const number = normalizeIdNumber(form.person.id_number)
  return number === '' || readIdNumber(number) !== null
}

/** The form on the wire: nothing given is null; an empty ID number is left out, so that an earlier one stays. */
export function entryOnWire(form: EntryForm): EntryWire {
  const { id_number, ...person } = form.person
  const number = normalizeIdNumber(id_number)
  return {
    recruitment_item_id: orNull(form.recruitment_item_id),
    quota_type: form.quota_type,
    division_id: orNull(form.division_id),
    entry_reason: form.entry_reason,
    effective_on: form.effective_on,
    post_title: form.post_title.trim(),
    rank: orNull(form.rank),
    person: withoutEmptyNumber({
      name: person.name.trim(),
      sex: person.sex,
      id_number: number,
      ethnicity: person.ethnicity,
      political_status: person.political_status,
      education: person.education,
      degree: orNull(person.degree),
      major: orNull(person.major.trim()),
      started_work_on: orNull(person.started_work_on),
      identity: person.identity === 'worker' ? 'worker' : 'cadre',
    }),
  }
}

/** Only a resubmission leaves the number out; the description of the wire knows the form of a first filing alone. */
function withoutEmptyNumber(person: EntryWire['person']): EntryWire['person'] {
  const { id_number, ...others } = person
  return id_number === '' ? (others as EntryWire['person']) : person
}

function orNull(text: string): string | null {
  return text === '' ? null : text
}

function takeTexts<Form extends object>(form: Form, stored: Readonly<Record<string, unknown>>): Form {
  const texts = Object.keys(form).flatMap((name) => (typeof stored[name] === 'string' ? [[name, stored[name]] as const] : []))
  return { ...form, ...Object.fromEntries(texts) }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
