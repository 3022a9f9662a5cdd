import { roleName, stepName } from './display'
import type { Matter } from './types'
import { t } from '@/shared/i18n'
import { formatDate, formatDateTime } from '@/shared/i18n/format'
import type { Station } from '@/shared/ui/FlowTimeline.vue'

type MatterStation = Matter['stations'][number]
type StationTask = MatterStation['tasks'][number]

/** A matter's way as the timeline shows it. */
export function stationsOf(matter: Pick<Matter, 'stations'>): Station[] {
  return matter.stations.map((station) => ({
    key: station.step_key,
    title: stepName(station.step_key),
    state: refused(station) ? 'refused' : station.state,
    notes: station.tasks.map(noteOf),
  }))
}

function refused(station: MatterStation): boolean {
  return station.tasks.some((task) => task.verdict === 'return' || task.verdict === 'reject')
}

/** Who and when in one line; of a task that waits, whose it is and until when. What was said stands in the opinions. */
function noteOf(task: StationTask): string {
  const role = roleName(task.role)
  if (task.decided_at === null) return task.state === 'open' ? `${role} · ${t('approvals.dueOn', { date: formatDate(task.due_on) })}` : role
  const name = task.decided_by_name === role ? '' : (task.decided_by_name ?? '')
  return [role, name, formatDateTime(task.decided_at)].filter(Boolean).join(' · ')
}
