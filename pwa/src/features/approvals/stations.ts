import { roleName, stepName } from './display'
import type { Matter } from './types'
import { tDynamic } from '@/shared/i18n'
import { formatDateTime } from '@/shared/i18n/format'
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

/** Who, what and when in one line; of a task that waits, whose it is. */
function noteOf(task: StationTask): string {
  const verdict = task.verdict === null ? '' : (tDynamic('verdicts', task.verdict) ?? task.verdict)
  const opinion = task.opinion === null || task.opinion === '' || task.opinion === verdict ? '' : task.opinion
  const at = task.decided_at === null ? '' : formatDateTime(task.decided_at)
  return [roleName(task.role), task.decided_by_name ?? '', verdict, opinion, at].filter(Boolean).join(' · ')
}
