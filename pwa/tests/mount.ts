import { createApp, h, nextTick, type Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { onTestFinished } from 'vitest'

/** Renders a component as the app would, into `#app`; taken away when the test is over. */
export async function mount(component: Component, props: Record<string, unknown> = {}, slots: Record<string, () => unknown> = {}): Promise<HTMLElement> {
  const root = document.createElement('div')
  root.id = 'app'
  document.body.append(root)
  const app = createApp({ render: () => h(component, props, slots) })
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:any(.*)*', component: { render: () => null } }] })
  app.use(router).mount(root)
  onTestFinished(() => {
    app.unmount()
    root.remove()
  })
  await nextTick()
  return root
}

/** The element that a selector finds; a test that needs it fails here, with the selector's name. */
export function find<Found extends HTMLElement = HTMLElement>(selector: string, within: ParentNode = document): Found {
  const found = within.querySelector<Found>(selector)
  if (found === null) throw new Error(`nothing matches ${selector}`)
  return found
}
