import { describe, expect, it } from 'vitest'

import { stationsOf } from './stations'

const task = (verdict: string | null, opinion: string | null = null) => ({
  role: 'chief',
  due_on: '2026-11-24',
  state: verdict === null ? ('open' as const) : ('decided' as const),
  verdict,
  opinion,
  decided_by_name: verdict === null ? null : 'N',
  decided_at: verdict === null ? null : '2026-11-21T08:00:00Z',
})

describe('stationsOf', () => {
  it('shows a returned station as such, whatever the step says', () => {
    const [station] = stationsOf({ stations: [{ step_key: 'chief', type: 'approver', roles: ['chief'], state: 'done', tasks: [task('return', 'why')] }] })
    expect(station?.state).toBe('refused')
    expect(station?.notes[0]).toContain('N')
  })

  it('has a line for every reviewer of a joint step, also for those who have not acted', () => {
    const [station] = stationsOf({ stations: [{ step_key: 'joint_review', type: 'joint', roles: ['orgdept', 'hr'], state: 'current', tasks: [task('approve'), task(null)] }] })
    expect(station?.state).toBe('current')
    expect(station?.notes).toHaveLength(2)
  })
})
