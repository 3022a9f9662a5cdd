/** The reference of a document while it is typed. */
export interface PaperForm {
  number: string
  title: string
  issuer: string
  dated_on: string
}

export function emptyPaper(): PaperForm {
  return { number: '', title: '', issuer: '', dated_on: '' }
}

/** Without a number there is no document. */
export function paperOf(form: PaperForm): PaperForm | null {
  const number = form.number.trim()
  return number === '' ? null : { number, title: form.title.trim(), issuer: form.issuer.trim(), dated_on: form.dated_on }
}
