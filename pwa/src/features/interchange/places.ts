/** Where in a file something is, in words, and many such places as one line. */
import { t } from '@/shared/i18n'

export interface Place {
  readonly line: number | null
  readonly sheet: string | null
  readonly row: number | null
  readonly column: string | null
  readonly key?: string | null
}

export interface Group<Item> {
  readonly what: string
  readonly items: readonly Item[]
}

/** How many places are named before the rest is only counted. */
const NAMED = 5

export function placeText(place: Place): string {
  if (place.line !== null) return t('interchange.line', { line: place.line })
  if (place.row !== null) {
    const row = t('interchange.row', { sheet: place.sheet ?? '', row: place.row })
    return place.column === null ? row : t('interchange.cell', { row, column: place.column })
  }
  return place.key ?? t('interchange.wholeFile')
}

/** The first places of a list, and how many more there are. */
export function placesText(places: readonly Place[]): string {
  const named = places.slice(0, NAMED).map(placeText)
  const more = places.length - named.length
  return [...named, ...(more > 0 ? [t('interchange.more', { more })] : [])].join(t('interchange.comma'))
}

/** Items by their code, in the order in which the codes come first. */
export function groupBy<Item>(items: readonly Item[], codeOf: (item: Item) => string): readonly Group<Item>[] {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(codeOf(item))
    if (group === undefined) groups.set(codeOf(item), [item])
    else group.push(item)
  }
  return [...groups].map(([what, members]) => ({ what, items: members }))
}
