/** Units that this device remembers for an account: pinned by the person, and those opened last. Ids and names alone. */
import { computed, shallowRef, type ComputedRef } from 'vue'

import { session } from '@/features/identity/session'
import { stored } from '@/shared/space'

export interface Place {
  readonly id: string
  readonly name: string
  readonly region: string
}
type Shelf = 'recent' | 'pinned'

const PREFIX = stored('zb.register')
const MOST_RECENT = 8
/** Counts changes: the storage itself tells nobody. */
const changes = shallowRef(0)

export const recent = placesOn('recent')
export const pinned = placesOn('pinned')

export function noteVisit(place: Place): void {
  const others = recent.value.filter((other) => other.id !== place.id)
  keep('recent', [place, ...others].slice(0, MOST_RECENT))
}

export function isPinned(id: string): boolean {
  return pinned.value.some((place) => place.id === id)
}

export function togglePin(place: Place): void {
  const others = pinned.value.filter((other) => other.id !== place.id)
  keep('pinned', others.length < pinned.value.length ? others : [...others, place])
}

function placesOn(shelf: Shelf): ComputedRef<readonly Place[]> {
  return computed(() => (changes.value >= 0 ? kept(keyOf(shelf)) : []))
}

/** Each account has shelves of its own: the next person at this device does not see them. */
function keyOf(shelf: Shelf): string {
  return `${PREFIX}.${shelf}.${session.account?.id ?? ''}`
}

function keep(shelf: Shelf, places: readonly Place[]): void {
  localStorage.setItem(keyOf(shelf), JSON.stringify(places))
  changes.value += 1
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
