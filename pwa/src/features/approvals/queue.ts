/** The order in which the open tasks are shown, so that deciding one leads to the next. */
import { isOnItsWay } from './decisions'

let order: readonly string[] = []

export function noteQueue(taskIds: readonly string[]): void {
  order = taskIds
}

/** The task after `taskId` that still waits, else the first that does, else null. */
export function nextTask(taskId: string): string | null {
  const at = order.indexOf(taskId)
  const candidates = [...order.slice(at + 1), ...order.slice(0, Math.max(at, 0))]
  return candidates.find((id) => id !== taskId && !isOnItsWay(id)) ?? null
}
