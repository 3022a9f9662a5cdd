/** A ballot while it is filled in: in memory alone, whole only when something is said of everybody. */
import { CHOICES, DIMENSIONS, type Choice, type Dimension, type Slip } from './marks.api'

/** What a box holds: a choice, “do not know”, or nothing yet. */
export type Said = Choice | 'unknown' | ''
export type Sheet = Record<Dimension, Said>

export const SAYINGS = [...CHOICES, 'unknown'] as const

export function emptySheet(): Sheet {
  return all('')
}

export function all(said: Said): Sheet {
  return { virtue: said, ability: said, diligence: said, performance: said, integrity: said }
}

/** The one thing that is said of all dimensions, '' where they differ. */
export function same(sheet: Sheet): Said {
  const said = sheet.virtue
  return DIMENSIONS.every((dimension) => sheet[dimension] === said) ? said : ''
}

export function isFilled(sheet: Sheet): boolean {
  return DIMENSIONS.every((dimension) => sheet[dimension] !== '')
}

export function slipOf(sheet: Sheet): Slip {
  const choice = (said: Said): Choice | null => (said === '' || said === 'unknown' ? null : said)
  return {
    virtue: choice(sheet.virtue),
    ability: choice(sheet.ability),
    diligence: choice(sheet.diligence),
    performance: choice(sheet.performance),
    integrity: choice(sheet.integrity),
  }
}
