/**
 * Whether the server was reached. `navigator.onLine` alone lies (a network without a way out, a reload
 * while offline), so every request reports here what it met.
 */
import { readonly, shallowReactive } from 'vue'

const state = shallowReactive<{ online: boolean; lastContactAt: Date | null }>({
  online: navigator.onLine,
  lastContactAt: null,
})

/** `lastContactAt`: when the server last answered, null when not since the app was opened. */
export const connection = readonly(state)

export function noteContact(): void {
  state.online = true
  state.lastContactAt = new Date()
}

export function noteNoContact(): void {
  state.online = false
}

window.addEventListener('offline', noteNoContact)
window.addEventListener('online', () => {
  state.online = true
})
