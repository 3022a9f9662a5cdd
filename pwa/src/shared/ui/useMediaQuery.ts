import { onScopeDispose, readonly, shallowRef, type ShallowRef } from 'vue'

/** Whether a media query holds; follows it until the scope ends. */
export function useMediaQuery(query: string): Readonly<ShallowRef<boolean>> {
  const list = window.matchMedia(query)
  const matches = shallowRef(list.matches)
  const follow = (): void => {
    matches.value = list.matches
  }
  list.addEventListener('change', follow)
  onScopeDispose(() => {
    list.removeEventListener('change', follow)
  })
  return readonly(matches)
}

/** From here on two things fit side by side (900 px). */
export const WIDE = '(width >= 900px)'
