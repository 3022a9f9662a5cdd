import { onScopeDispose, ref, type Ref } from 'vue'
import { onBeforeRouteLeave, useRouter } from 'vue-router'

export interface LeaveGuard {
  /** Whether the person is being asked. */
  readonly asking: Ref<boolean>
  /** Goes where the person wanted to go. */
  leave: () => void
  /** No more questions: the form was filed. */
  release: () => void
}

/** Asks before a form with something in it is left, also when a notification wants to lead elsewhere. */
export function useLeaveGuard(dirty: () => boolean): LeaveGuard {
  const router = useRouter()
  const asking = ref(false)
  let free = false
  let wanted: string | null = null

  onBeforeRouteLeave((to) => {
    if (free || !dirty()) return true
    wanted = to.fullPath
    asking.value = true
    return false
  })

  const warn = (event: BeforeUnloadEvent): void => {
    if (!free && dirty()) event.preventDefault()
  }
  window.addEventListener('beforeunload', warn)
  onScopeDispose(() => {
    window.removeEventListener('beforeunload', warn)
  })

  return {
    asking,
    leave: () => {
      free = true
      asking.value = false
      if (wanted !== null) void router.push(wanted)
    },
    release: () => {
      free = true
    },
  }
}
