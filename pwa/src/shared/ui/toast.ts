import { readonly, shallowRef } from 'vue'

/** A short message at the bottom, with at most one thing to do about it. */
export interface ToastMessage {
  readonly text: string
  readonly tone: 'plain' | 'bad'
  readonly action: { readonly label: string; readonly run: () => void } | null
}

const SHOWN_MS = 4_000
const shown = shallowRef<ToastMessage | null>(null)
let timer: ReturnType<typeof setTimeout> | undefined

export const currentToast = readonly(shown)

/** Shows a message for `duration` milliseconds in place of the one before. */
export function showToast(text: string, { tone = 'plain', action = null, duration = SHOWN_MS }: Partial<Omit<ToastMessage, 'text'>> & { duration?: number } = {}): void {
  clearTimeout(timer)
  shown.value = { text, tone, action }
  timer = setTimeout(hideToast, duration)
}

export function hideToast(): void {
  clearTimeout(timer)
  shown.value = null
}
