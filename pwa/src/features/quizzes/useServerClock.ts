/** The seconds that are left by the server's clock; the device's own may be wrong, or be set while a paper is open. */
import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'

interface Timed {
  readonly deadline: string | null
  readonly now: string
}

/** `left` is null without a deadline, and 0 once it has passed; `onOver` is called once for each timed thing. */
export function useServerClock(timed: Readonly<Ref<Timed | null>>, onOver: () => void) {
  const elapsed = shallowRef(0)
  let readAt = performance.now()
  let told = false

  const left = computed(() => {
    const value = timed.value
    if (value === null || value.deadline === null) return null
    const seconds = (Date.parse(value.deadline) - Date.parse(value.now)) / 1000 - elapsed.value
    return Math.max(0, Math.ceil(seconds))
  })

  watch(timed, () => {
    readAt = performance.now()
    elapsed.value = 0
  })
  watch(left, (seconds) => {
    if (seconds !== 0 || told) return
    told = true
    onOver()
  })

  const timer = setInterval(() => {
    elapsed.value = (performance.now() - readAt) / 1000
  }, 500)
  onScopeDispose(() => {
    clearInterval(timer)
  })
  return { left }
}

/** `65` as `1:05`, `3700` as `1:01:40`. */
export function clockText(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const tail = String(rest).padStart(2, '0')
  return hours === 0 ? `${String(minutes)}:${tail}` : `${String(hours)}:${String(minutes).padStart(2, '0')}:${tail}`
}
