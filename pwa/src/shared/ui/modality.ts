/**
 * Keeps focus and reading inside the topmost sheet: what lies below is inert, and the focus goes back
 * where it came from. Vant's popup does neither.
 */
interface Layer {
  readonly root: HTMLElement
  readonly returnTo: Element | null
  readonly close: () => void
}

const layers: Layer[] = []

/** Puts `root` on top; `close` is what going back does. Call {@link leaveModal} with the same element when it closes. */
export function enterModal(root: HTMLElement, close: () => void): void {
  layers.push({ root, returnTo: document.activeElement, close })
  markInert()
}

/** Closes what lies on top, as the way back does on a phone. Whether there was anything. */
export function closeTopModal(): boolean {
  const top = layers.at(-1)
  top?.close()
  return top !== undefined
}

export function leaveModal(root: HTMLElement): void {
  const index = layers.findIndex((layer) => layer.root === root)
  if (index === -1) return
  const [layer] = layers.splice(index, 1)
  root.inert = true // it takes no second tap while it moves out of sight
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
