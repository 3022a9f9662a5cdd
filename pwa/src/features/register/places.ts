/** Units that this device remembers: pinned by the person, and those opened last. Ids and names alone. */
import { readonly, shallowRef } from 'vue'

export interface Place {
  readonly id: string
  readonly name: string
  readonly region: string
}

const RECENT_KEY = 'zb.register.recent'
const PINNED_KEY = 'zb.register.pinned'
const MOST_RECENT = 8

const recentPlaces = shallowRef(kept(RECENT_KEY))
const pinnedPlaces = shallowRef(kept(PINNED_KEY))

export const recent = readonly(recentPlaces)
export const pinned = readonly(pinnedPlaces)

/** Takes up what the storage holds now, for another person after signing out. */
export function readPlaces(): void {
  recentPlaces.value = kept(RECENT_KEY)
  pinnedPlaces.value = kept(PINNED_KEY)
}

export function noteVisit(place: Place): void {
  const others = recentPlaces.value.filter((other) => other.id !== place.id)
  recentPlaces.value = [place, ...others].slice(0, MOST_RECENT)
  keep(RECENT_KEY, recentPlaces.value)
}

export function isPinned(id: string): boolean {
  return pinnedPlaces.value.some((place) => place.id === id)
}

export function togglePin(place: Place): void {
  const others = pinnedPlaces.value.filter((other) => other.id !== place.id)
  pinnedPlaces.value = others.length < pinnedPlaces.value.length ? others : [...others, place]
  keep(PINNED_KEY, pinnedPlaces.value)
}

function keep(key: string, places: readonly Place[]): void {
  localStorage.setItem(key, JSON.stringify(places))
}

function kept(key: string): readonly Place[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(value) ? value.filter(isPlace) : []
  } catch {
    return []
  }
}

function isPlace(value: unknown): value is Place {
  if (typeof value !== 'object' || value === null) return false
  const fields = value as Record<string, unknown>
  return ['id', 'name', 'region'].every((name) => typeof fields[name] === 'string')
}
