/**
 * Keeps focus and reading inside the topmost sheet: what lies below is inert, and the focus goes back
 * where it came from. Vant's popup does neither.
 */
interface Layer {
  readonly root: HTMLElement
  readonly returnTo: Element | null
}

const layers: Layer[] = []

/** Puts `root` on top. Call {@link leaveModal} with the same element when it closes. */
export function enterModal(root: HTMLElement): void {
  layers.push({ root, returnTo: document.activeElement })
  markInert()
}

export function leaveModal(root: HTMLElement): void {
  const index = layers.findIndex((layer) => layer.root === root)
  if (index === -1) return
  const [layer] = layers.splice(index, 1)
  markInert()
  if (layer?.returnTo instanceof HTMLElement) layer.returnTo.focus()
}

function markInert(): void {
  const top = layers.length - 1
  const app = document.getElementById('app')
  if (app !== null) app.inert = top >= 0
  layers.forEach((layer, index) => {
    layer.root.inert = index < top
  })
}
