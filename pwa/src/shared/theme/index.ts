/** Light, dark or as the system says, and the type size; remembered on this device. */
import { readonly, shallowReactive } from 'vue'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]
export const TYPE_SIZES = ['normal', 'large'] as const
export type TypeSize = (typeof TYPE_SIZES)[number]

const THEME_KEY = 'zb.theme'
const SIZE_KEY = 'zb.type-size'
const BAR_COLORS = { light: '#ffffff', dark: '#181d23' } as const

const darkSystem = window.matchMedia('(prefers-color-scheme: dark)')
const state = shallowReactive<{ theme: Theme; typeSize: TypeSize }>({
  theme: kept(THEME_KEY, THEMES),
  typeSize: kept(SIZE_KEY, TYPE_SIZES),
})

export const appearance = readonly(state)

export function setTheme(theme: Theme): void {
  state.theme = theme
  localStorage.setItem(THEME_KEY, theme)
  applyAppearance()
}

export function setTypeSize(size: TypeSize): void {
  state.typeSize = size
  localStorage.setItem(SIZE_KEY, size)
  applyAppearance()
}

/** Called once before the first paint, and after each change. */
export function applyAppearance(): void {
  const shown = state.theme === 'system' ? (darkSystem.matches ? 'dark' : 'light') : state.theme
  const root = document.documentElement
  root.dataset['theme'] = shown
  root.dataset['type'] = state.typeSize
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', BAR_COLORS[shown])
}

darkSystem.addEventListener('change', applyAppearance)

function kept<Value extends string>(key: string, known: readonly [Value, ...Value[]]): Value {
  const value = localStorage.getItem(key)
  return known.find((candidate) => candidate === value) ?? known[0]
}
