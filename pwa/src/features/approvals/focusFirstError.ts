import { nextTick } from 'vue'

/** Leads to the first box that is marked wrong, with the focus, so that it is also read aloud. */
export async function focusFirstError(): Promise<void> {
  await nextTick()
  const control = document.querySelector<HTMLElement>('.zb-field--wrong .zb-control')
  control?.focus({ preventScroll: true })
  control?.scrollIntoView({ block: 'center' })
}
