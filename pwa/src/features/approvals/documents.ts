/** An official document as it is typed in: every part is needed before it counts. */
export interface DocumentForm {
  number: string
  title: string
  issuer: string
  dated_on: string
}

export function emptyDocument(): DocumentForm {
  return { number: '', title: '', issuer: '', dated_on: '' }
}

export function trimmedDocument(form: DocumentForm): DocumentForm {
  return { number: form.number.trim(), title: form.title.trim(), issuer: form.issuer.trim(), dated_on: form.dated_on }
}

/** The parts still missing. */
export function missingParts(form: DocumentForm): (keyof DocumentForm)[] {
  const trimmed = trimmedDocument(form)
  return (['number', 'title', 'issuer', 'dated_on'] as const).filter((part) => trimmed[part] === '')
}
