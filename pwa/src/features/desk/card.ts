/** The two pages for a new unit clerk, as data: each language has its own words, the page has the look. */

export interface Line {
  readonly text: string
  /** The article of law it rests on; a line without one is practice, marked as such where it could be taken for law. */
  readonly law?: string
  /** Practice that an office sets itself and may change. */
  readonly practice?: true
}

export type Block =
  | { readonly kind: 'numbers'; readonly title: string; readonly numbers: readonly { readonly name: string; readonly says: string }[]; readonly sum: string }
  | { readonly kind: 'words'; readonly title: string; readonly words: readonly { readonly word: string; readonly says: string; readonly law?: string }[] }
  | { readonly kind: 'lines'; readonly title: string; readonly ordered: boolean; readonly lines: readonly Line[] }
  | { readonly kind: 'people'; readonly title: string; readonly rows: readonly { readonly about: string; readonly who: string }[]; readonly blank: string }

export interface Card {
  readonly title: string
  readonly pages: readonly (readonly Block[])[]
  /** What stands after a line of practice. */
  readonly practiceMark: string
  readonly legend: readonly string[]
  readonly pageOf: (page: number, pages: number) => string
}
