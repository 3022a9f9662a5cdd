import { loadCodes } from '@/features/register/codes'
import type { RecruitmentItem, Unit } from '@/features/register/types'
import { api } from '@/shared/api/client'
import { useResource, type Resource } from '@/shared/api/useResource'

const MOST_ITEMS = 50

/** What a form about a unit needs to know: its record, the code lists, and the posts it may name as a reason. */
export function useUnitForFiling(unitId: string, { withItems = false } = {}): { unit: Resource<Unit>; items: Resource<readonly RecruitmentItem[]> } {
  void loadCodes()
  const unit = useResource<Unit>((signal) => api.get('/api/v1/register/units/{unit_id}', { path: { unit_id: unitId }, signal }))
  const items = useResource<readonly RecruitmentItem[]>(
    async (signal) => {
      const page = await api.get('/api/v1/register/units/{unit_id}/recruitment', { path: { unit_id: unitId }, query: { limit: MOST_ITEMS }, signal })
      return page.items
    },
    { immediate: withItems },
  )
  return { unit, items }
}
