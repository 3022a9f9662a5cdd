/** Plain JSON read leniently: what is absent or of another kind is empty. */
import type { Data } from './content'

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(textOf) : []
}

export function listOf(value: unknown): readonly Data[] {
  return Array.isArray(value) ? (value as Data[]) : []
}

export function partOf(value: unknown): Data | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Data) : null
}
