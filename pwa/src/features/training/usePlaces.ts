import { api, type AnswerOf } from '@/shared/api/client'
import { useResource, type Resource } from '@/shared/api/useResource'
import type { Choice } from '@/shared/ui/SelectField.vue'

type Place = AnswerOf<'/api/v1/reports/places', 'get'>['items'][number]

/** The own places, the regions below them, and the units right below each of those. */
const LEVELS = 3

export function usePlaces(): Resource<Choice[]> {
  return useResource(async (signal) => {
    let level = (await api.get('/api/v1/reports/places', { signal })).items
    const found: Place[] = [...level]
    for (let depth = 1; depth < LEVELS; depth += 1) {
      const opened = level.filter((place) => place.kind === 'region' && place.children)
      const below = await Promise.all(opened.map((place) => api.get('/api/v1/reports/places', { query: { parent: place.id }, signal })))
      level = below.flatMap((answer) => answer.items)
      found.push(...level)
    }
    return [...new Map(found.map((place) => [place.id, { value: place.id, text: place.name }])).values()]
  })
}
