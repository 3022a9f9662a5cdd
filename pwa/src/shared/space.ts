/**
 * The practice space is this same app, loaded under /sandbox/: other storage on the server, fictional people, no socket.
 * What it keeps on the device lies under names of its own, so that practice and work never meet there either.
 */
export const SANDBOX_BASE = '/sandbox/'
export const PERSONAS = ['unit', 'head', 'officer', 'orgdept', 'hr', 'finance', 'chief'] as const
export type Persona = (typeof PERSONAS)[number]

const PERSONA_KEY = 'zb.sandbox.persona'

export const inSandbox = isSandboxPath(window.location.pathname)

export function isSandboxPath(path: string): boolean {
  return path === '/sandbox' || path.startsWith(SANDBOX_BASE)
}

/** The name under which something is kept on the device: `zb.draft.` is `zb.sandbox.draft.` in the practice space. */
export function stored(name: `zb.${string}` | `zb-${string}`): string {
  return inSandbox ? name.replace(/^zb([.-])/, 'zb$1sandbox$1') : name
}

/** Whose part is played in this window, until it is loaded anew: also what is sent while it closes is sent as them. */
export const persona: Persona = PERSONAS.find((candidate) => candidate === sessionStorage.getItem(PERSONA_KEY)) ?? 'unit'

/** Plays another part, from a page of the practice space on; the app is loaded anew, so that nothing of the former part stays. */
export function actAs(next: Persona, path = '/tasks'): void {
  sessionStorage.setItem(PERSONA_KEY, next)
  window.location.assign(SANDBOX_BASE + path.replace(/^\//, ''))
}

/** The headers that lead a request into the practice space; none outside of it. */
export function spaceHeaders(): Readonly<Record<string, string>> {
  return inSandbox ? { 'X-Zhangbian-Space': 'sandbox', 'X-Zhangbian-Persona': persona } : {}
}
