/** The form of an opening balance (期初核定数) as it is typed. Numbers are texts until they are sent. */
import type { OpeningWire } from './types'
import { emptyDocument, missingParts, trimmedDocument, type DocumentForm } from './documents'

export interface OpeningRow {
  quota_type: string
  approved: string
  /** Why more are in post than approved, and the document that allows it; used only where they are. */
  reason: string
  document: DocumentForm
}

export interface OpeningForm {
  effective_on: string
  document: DocumentForm
  rows: OpeningRow[]
}

/** The types an approved number can be recorded for, in the order officials name them. */
export const QUOTA_TYPES = ['administrative', 'political_legal', 'worker', 'institution'] as const

const WHOLE = /^\d{1,6}$/

export function emptyOpening(quotaTypes: readonly string[]): OpeningForm {
  return { effective_on: '', document: emptyDocument(), rows: quotaTypes.map(emptyRow) }
}

export function emptyRow(quotaType: string): OpeningRow {
  return { quota_type: quotaType, approved: '', reason: '', document: emptyDocument() }
}

/** By how many heads the unit would stand over the number given; 0 when it does not, or while it is no number. */
export function headsOver(row: OpeningRow, filled: number): number {
  return WHOLE.test(row.approved) ? Math.max(0, filled - Number(row.approved)) : 0
}

/** Rows with a number; a type left empty is not part of the form. */
export function givenRows(form: OpeningForm): OpeningRow[] {
  return form.rows.filter((row) => row.approved !== '')
}

/** Paths, as on the wire, of what is missing or no whole number. */
export function missingInOpening(form: OpeningForm, filledOf: (quotaType: string) => number): string[] {
  const rows = givenRows(form)
  const ofRows = rows.flatMap((row, index) => [
    ...(WHOLE.test(row.approved) ? [] : [`rows.${index}.approved`]),
    ...(headsOver(row, filledOf(row.quota_type)) > 0 ? missingException(row, index) : []),
  ])
  return [
    ...(form.effective_on === '' ? ['effective_on'] : []),
    ...missingParts(form.document).map((part) => `document.${part}`),
    ...(rows.length === 0 ? ['rows'] : []),
    ...ofRows,
  ]
}

function missingException(row: OpeningRow, index: number): string[] {
  const path = `rows.${index}.exception`
  return [...(row.reason.trim() === '' ? [`${path}.reason`] : []), ...missingParts(row.document).map((part) => `${path}.document.${part}`)]
}

export function openingOnWire(form: OpeningForm, filledOf: (quotaType: string) => number): OpeningWire {
  return {
    effective_on: form.effective_on,
    document: trimmedDocument(form.document),
    rows: givenRows(form).map((row) => {
      const heads = headsOver(row, filledOf(row.quota_type))
      return {
        quota_type: row.quota_type,
        approved: Number(row.approved),
        exception: heads === 0 ? null : { heads, reason: row.reason.trim(), document: trimmedDocument(row.document) },
      }
    }),
  }
}

/** A stored form, a draft or the one of a returned matter, over rows for each type. */
export function openingFrom(stored: Readonly<Record<string, unknown>>, quotaTypes: readonly string[]): OpeningForm {
  const form = emptyOpening(quotaTypes)
  const rows = Array.isArray(stored['rows']) ? stored['rows'].map(asRecord) : []
  return {
    effective_on: textOf(stored['effective_on']),
    document: documentFrom(stored['document']),
    rows: form.rows.map((row) => {
      const kept = rows.find((candidate) => candidate['quota_type'] === row.quota_type)
      return kept === undefined ? row : rowFrom(row.quota_type, kept)
    }),
  }
}

function rowFrom(quotaType: string, kept: Readonly<Record<string, unknown>>): OpeningRow {
  // On the wire the reason stands in the exception, in a draft in the row itself.
  const exception = kept['exception'] === null || kept['exception'] === undefined ? kept : asRecord(kept['exception'])
  const approved = kept['approved']
  return {
    quota_type: quotaType,
    approved: typeof approved === 'number' ? String(approved) : textOf(approved),
    reason: textOf(exception['reason']),
    document: documentFrom(exception['document']),
  }
}

function documentFrom(value: unknown): DocumentForm {
  const parts = asRecord(value)
  return { number: textOf(parts['number']), title: textOf(parts['title']), issuer: textOf(parts['issuer']), dated_on: textOf(parts['dated_on']) }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
