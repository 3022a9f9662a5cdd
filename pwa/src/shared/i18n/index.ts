/**
 * Messages are TypeScript: a string, or a function of named values (so that plurals and order are the
 * language's own). Keys and values are checked by the compiler; nothing is parsed in the browser.
 * The Chinese words of the first screens are part of the first bundle, all others follow the first paint;
 * another language is fetched when it is chosen.
 */
import { readonly, shallowRef } from 'vue'

import start from '@/locales/start.zh-CN'
import type zhCN from '@/locales/zh-CN'

export const LOCALES = ['zh-CN', 'en'] as const
export type Locale = (typeof LOCALES)[number]

/** The shape that every language fills: same keys, same values taken by each function. */
export type Translation<Source> = {
  readonly [Key in keyof Source]: Source[Key] extends (values: infer Values) => string
    ? (values: Values) => string
    : Source[Key] extends string
      ? string
      : Translation<Source[Key]>
}
export type Messages = Translation<typeof zhCN>

type Namespace = keyof Messages & string
/** `namespace.name`, for example `ui.retry`. */
export type MessageKey = { [Name in Namespace]: `${Name}.${keyof Messages[Name] & string}` }[Namespace]
type MessageOf<Key extends MessageKey> = Key extends `${infer Name extends Namespace}.${infer Rest}` ? Messages[Name][Rest & keyof Messages[Name]] : never
type ValuesOf<Key extends MessageKey> = MessageOf<Key> extends (values: infer Values) => string ? [values: Values] : []

const STORAGE_KEY = 'zb.locale'
const STARTS: Readonly<Record<Locale, () => Promise<Partial<Messages>>>> = {
  'zh-CN': () => Promise.resolve(start),
  en: async () => (await import('@/locales/start.en')).default,
}
const WHOLES: Readonly<Record<Locale, () => Promise<Messages>>> = {
  'zh-CN': async () => (await import('@/locales/zh-CN')).default,
  en: async () => (await import('@/locales/en')).default,
}
const current = shallowRef<Partial<Messages>>(start)
const currentLocale = shallowRef<Locale>('zh-CN')

/** The language shown now. */
export const locale = readonly(currentLocale)

/** The text of a key in the language shown now; reactive where it is read in a template or computed. */
export function t<Key extends MessageKey>(key: Key, ...values: ValuesOf<Key>): string {
  return lookUp(key, values[0]) ?? key
}

/**
 * The text of a key made at run time (a code sent by the server), or null when no such text exists.
 * `values` are handed to the message as they are.
 */
export function tDynamic(namespace: Namespace, name: string, values?: unknown): string | null {
  return lookUp(`${namespace}.${name}`, namespace === 'errors' ? daysInWords(values) : values)
}

const DAY = /^\d{4}-\d\d-\d\d$/

/** What a refusal tells comes as the server stores it: days are put as the language shown writes them. */
function daysInWords(facts: unknown): unknown {
  if (typeof facts !== 'object' || facts === null) return facts
  const format = new Intl.DateTimeFormat(currentLocale.value, { dateStyle: 'medium', timeZone: 'UTC' })
  return Object.fromEntries(Object.entries(facts).map(([name, value]: [string, unknown]) => [name, typeof value === 'string' && DAY.test(value) ? format.format(new Date(value)) : value]))
}

function lookUp(key: string, values: unknown): string | null {
  const dot = key.indexOf('.')
  const group: Readonly<Record<string, unknown>> | undefined = current.value[key.slice(0, dot) as Namespace]
  const name = key.slice(dot + 1)
  if (group === undefined || !Object.hasOwn(group, name)) return null
  const message = group[name]
  return typeof message === 'function' ? (message as (values: unknown) => string)(values ?? {}) : String(message)
}

let whole: Promise<void> | null = null

/** Fetches what the first screens do without, once; every other page waits for it. Rejects when it cannot be fetched. */
export function loadMessages(): Promise<void> {
  whole ??= fetchWhole().catch((error: unknown) => {
    whole = null
    throw error
  })
  return whole
}

async function fetchWhole(): Promise<void> {
  const wanted = currentLocale.value
  const messages = await WHOLES[wanted]()
  // Another language was chosen meanwhile: its own are fetched by then.
  if (currentLocale.value === wanted) current.value = messages
}

/** Shows the app in another language; remembered on this device, unless it was not the person who chose it. */
export async function setLocale(next: Locale, { remember = true } = {}): Promise<void> {
  current.value = await (whole === null ? STARTS : WHOLES)[next]()
  currentLocale.value = next
  // Asked for while the first words were on their way.
  if (whole !== null) current.value = await WHOLES[next]()
  document.documentElement.lang = next
  if (remember) localStorage.setItem(STORAGE_KEY, next)
}

/** The language chosen on this device, null when nobody chose one. */
export function chosenLocale(): Locale | null {
  const kept = localStorage.getItem(STORAGE_KEY)
  return LOCALES.find((candidate) => candidate === kept) ?? null
}

/** The language chosen before on this device, else the browser's, else Chinese. */
export function preferredLocale(): Locale {
  const chosen = chosenLocale()
  if (chosen !== null) return chosen
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}
