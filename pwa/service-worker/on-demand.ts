/**
 * What is opened by few, so fetched when first needed and from then on kept like the rest of its build: the reader of PDF,
 * the pages of the desk, and the words of a language that is not this device's. The build asks the same, for its budget.
 */
const FOR_FEW = /^\/assets\/(?:pdf|desk\/)/
const WORDS = /^\/assets\/(?:[a-z]+\.)?(zh-CN|en)-/

export function isOnDemand(path: string, language: 'zh-CN' | 'en'): boolean {
  const words = WORDS.exec(path)
  return FOR_FEW.test(path) || (words !== null && words[1] !== language)
}
