/**
 * Who is signed in on this device, and what they may do. The session itself is a cookie that no script
 * sees; this is the server's description of it.
 */
import { readonly, shallowReactive, watch } from 'vue'

import { forgetDevice } from './forget'
import { touched } from './idleness'
import { api, whenQuiet, whenSignedOut, type AnswerOf } from '@/shared/api/client'
import { ApiError } from '@/shared/api/errors'
import { chosenLocale, setLocale } from '@/shared/i18n'
import { accountHere, forgetAccount, noteAccount } from '@/shared/offline/account'
import { connection } from '@/shared/offline/connection'
import { openQueue } from '@/shared/offline/queue'
import { connect, disconnect, subscribe } from '@/shared/realtime'
import { inSandbox } from '@/shared/space'

type SessionAnswer = AnswerOf<'/api/v1/session', 'get'>
export type Account = SessionAnswer['account']
export type Grant = SessionAnswer['grants'][number]

interface SessionState {
  /** `unreachable`: somebody was signed in, and the server cannot be asked now. */
  status: 'unknown' | 'signed-out' | 'signed-in' | 'unreachable'
  account: Account | null
  grants: readonly Grant[]
  permissions: ReadonlySet<string>
  tasks: number
  notices: number
  demo: boolean
  version: string
  mustChangePassword: boolean
  /** After how long untouched the app locks itself, in seconds; null where it does not (a desktop signs out). */
  lockSeconds: number | null
  /** The session ended while the app was in use. */
  expired: boolean
}

const state = shallowReactive<SessionState>({
  status: 'unknown',
  account: null,
  grants: [],
  permissions: new Set(),
  tasks: 0,
  notices: 0,
  demo: false,
  version: '',
  mustChangePassword: false,
  lockSeconds: null,
  expired: false,
})

export const session = readonly(state)

export function can(permission: string): boolean {
  return state.permissions.has(permission)
}

/** Longer than this nobody looks at an empty screen: what the device has is shown, and the answer follows. */
const PATIENCE_MS = 3_000

/** Asks the server who is signed in; never rejects, see `session.status`. */
export async function loadSession(): Promise<void> {
  const kept = accountHere()
  if (state.status === 'unknown' && kept === null && !inSandbox) {
    // Nobody signed in here before: there is nothing to ask for.
    state.status = 'signed-out'
    return
  }
  const answered = askWho().catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 401) end()
    else if (state.status !== 'signed-in') goWithout(kept)
  })
  if (state.status === 'unknown' && kept !== null) {
    await Promise.race([answered, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))])
    if (isUnknown()) goWithout(kept)
  } else {
    await answered
  }
}

/** Somebody signed in here, and the server does not say who. */
function goWithout(kept: string | null): void {
  state.status = 'unreachable'
  if (kept !== null) openQueue(kept)
}

/** Asked anew: the status changes while an answer is awaited. */
function isUnknown(): boolean {
  return state.status === 'unknown'
}

/** Rejects with the ApiError of a refusal. */
export async function signIn(username: string, password: string): Promise<void> {
  await api.post('/api/v1/session', { body: { username, password } })
  touched()
  await askWho()
}

/** Ends the session and leaves nothing of the person on this device. */
export async function signOut(): Promise<void> {
  await forgetDevice()
  await api.delete('/api/v1/session', { outside: true }).catch(() => undefined)
  state.expired = false
  end()
}

/** In the practice space a part is played; that this is still the same person's device is asked of the real session. */
async function askWho(): Promise<void> {
  if (!inSandbox) {
    const answer = await api.get('/api/v1/session')
    await accept(answer, answer, answer.account.id)
    return
  }
  const [own, played] = await Promise.all([api.get('/api/v1/session', { outside: true }), api.get('/api/v1/session')])
  await accept(played, own, `${own.account.id}-${played.account.id}`)
}

/**
 * @param own who signed in, and when this device locks
 * @param keeper under whose name the device keeps what is not sent yet
 */
async function accept(answer: SessionAnswer, own: SessionAnswer, keeper: string): Promise<void> {
  state.account = answer.account
  state.grants = answer.grants
  state.permissions = new Set(answer.permissions)
  state.tasks = answer.counts.tasks
  state.notices = answer.counts.notices
  state.demo = answer.demo
  state.version = answer.version
  state.mustChangePassword = own.must_change_password
  state.lockSeconds = own.device_kind === 'phone' ? own.idle_seconds : null
  state.expired = false
  const changed = state.status !== 'signed-in'
  state.status = 'signed-in'
  noteAccount(keeper)
  openQueue(keeper)
  if (!changed) return
  // What was chosen on this device counts; a new device follows the account.
  if (chosenLocale() === null) await setLocale(own.account.locale === 'en' ? 'en' : 'zh-CN', { remember: false })
  // The socket's library is fetched when the page has painted.
  void whenQuiet().then(connect).catch(() => undefined)
}

function end(): void {
  disconnect()
  forgetAccount()
  state.status = 'signed-out'
  state.account = null
  state.grants = []
  state.permissions = new Set()
  state.tasks = 0
  state.notices = 0
  state.mustChangePassword = false
  state.lockSeconds = null
}

whenSignedOut(() => {
  if (state.status === 'signed-in') {
    state.expired = true
    end()
  }
})

// Opened without a network: who is signed in is asked as soon as the server answers anything.
watch(
  () => connection.online,
  (online) => {
    if (online && state.status === 'unreachable') void loadSession()
  },
)

// A signal names no numbers that could be wrong: the badges are asked for again.
subscribe('tasks_changed', () => void loadSession())
subscribe('notices_changed', () => void loadSession())
subscribe('session_revoked', () => void loadSession())
