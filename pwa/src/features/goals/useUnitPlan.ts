/** A unit's goals of a year on the desk: what the server has, what is being written, and the acts on it. */
import { computed, ref, shallowRef, watch, type Ref } from 'vue'

import { bodyOf, emptyGoal, formOf, shareEvenly, takenOver, unreadableGoal, type GoalForm, type Plan } from './planForm'
import { api, newCommandId } from '@/shared/api/client'
import { useResource } from '@/shared/api/useResource'
import { t } from '@/shared/i18n'
import type { Choice } from '@/shared/ui/SelectField.vue'
import { showToast } from '@/shared/ui/toast'

const PLAN = '/api/v1/assessment/goals/units/{organization_id}'

export function useUnitPlan(unitId: Readonly<Ref<string>>, year: Readonly<Ref<number>>) {
  const plan = useResource((signal) => fetchPlan(year.value, signal), { immediate: false })
  const view = computed(() => (plan.data.value?.year === year.value && plan.data.value.organization.id === unitId.value ? plan.data.value : null))
  const goals = ref<GoalForm[]>([])
  const people = shallowRef<readonly Choice[]>([])
  const editing = ref(true)
  const busy = ref(false)
  /** A refusal, or a sentence of our own. */
  const problem = shallowRef<unknown>(null)

  function fetchPlan(ofYear: number, signal: AbortSignal): Promise<Plan> {
    return api.get(PLAN, { path: { organization_id: unitId.value }, query: { year: ofYear }, signal })
  }

  function show(next: Plan): void {
    goals.value = formOf(next)
    editing.value = next.state === 'draft'
    problem.value = null
  }

  async function open(): Promise<void> {
    if (unitId.value === '') return
    await plan.reload()
    if (view.value !== null) show(view.value)
  }

  async function loadPeople(): Promise<void> {
    const { items } = await api.get('/api/v1/assessment/goals/units/{organization_id}/people', { path: { organization_id: unitId.value } })
    people.value = items.map((one) => {
      const place = one.seconded_from === null ? one.division : t('goals.secondedFrom', { unit: one.seconded_from })
      return { value: one.id, text: place === null ? one.name : `${one.name} · ${place}` }
    })
  }

  watch([unitId, year], () => void open(), { immediate: true })
  watch(unitId, (id) => {
    if (id !== '') loadPeople().catch((error: unknown) => (problem.value = error))
  })

  /** Runs one act at a time; whether it went well. */
  async function attempt(act: () => Promise<void>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    problem.value = null
    try {
      await act()
      return true
    } catch (error) {
      problem.value = error
      return false
    } finally {
      busy.value = false
    }
  }

  function take(next: Plan): void {
    plan.put(next)
    show(next)
  }

  function ensureReadable(): boolean {
    const number = unreadableGoal(goals.value)
    problem.value = number === null ? null : t('goals.unreadable', { number: String(number) })
    return number === null
  }

  async function saveDraft(): Promise<void> {
    const body = { version: view.value?.version ?? 0, goals: bodyOf(goals.value) }
    take(await api.put(`${PLAN}/draft`, { path: { organization_id: unitId.value }, query: { year: year.value }, body }))
  }

  async function save(): Promise<void> {
    if (ensureReadable() && (await attempt(saveDraft))) showToast(t('goals.draftSaved'))
  }

  async function agree(): Promise<void> {
    if (!ensureReadable()) return
    const done = await attempt(async () => {
      await saveDraft()
      const body = { version: view.value?.version ?? 0 }
      take(await api.post(`${PLAN}/agreement`, { path: { organization_id: unitId.value }, query: { year: year.value }, body, idempotencyKey: newCommandId() }))
    })
    if (done) showToast(t('goals.wasAgreed'))
  }

  /** Rejects with the refusal, which is said where the reason stands. */
  async function revise(effectiveOn: string, reason: string): Promise<void> {
    if (!ensureReadable()) return
    const body = { version: view.value?.version ?? 0, goals: bodyOf(goals.value), effective_on: effectiveOn, reason }
    take(await api.post(`${PLAN}/revisions`, { path: { organization_id: unitId.value }, query: { year: year.value }, body, idempotencyKey: newCommandId() }))
    showToast(t('goals.wasRevised'))
  }

  async function setRhythm(rhythm: string): Promise<void> {
    if (rhythm !== 'monthly' && rhythm !== 'quarterly') return
    await attempt(() => api.put(`${PLAN}/rhythm`, { path: { organization_id: unitId.value }, body: { rhythm } }))
    await plan.reload()
  }

  async function takeLastYear(): Promise<void> {
    await attempt(async () => {
      const [before] = await Promise.all([fetchPlan(year.value - 1, new AbortController().signal), loadPeople()])
      const here = new Set(people.value.map((one) => one.value))
      const gone = new Map(before.goals.flatMap((goal) => goal.parts.filter((part) => !here.has(part.person_id)).map((part) => [part.person_id, part.person_name] as const)))
      goals.value = takenOver(before, year.value, new Set(gone.keys()))
      if (goals.value.length === 0) problem.value = t('goals.nothingLastYear')
      else if (gone.size > 0) problem.value = t('goals.someGone', { names: [...gone.values()].join(t('goals.comma')) })
    })
  }

  function add(): void {
    goals.value.push(emptyGoal(year.value, t('goals.defaultUnit')))
    if (goals.value.length === 1) shareEvenly(goals.value)
  }

  function remove(goal: GoalForm): void {
    goals.value = goals.value.filter((one) => one.key !== goal.key)
  }

  function edit(): void {
    editing.value = true
  }

  function cancel(): void {
    if (view.value !== null) show(view.value)
  }

  return { plan, view, goals, people, editing, busy, problem, edit, cancel, add, remove, takeLastYear, save, agree, revise, setRhythm }
}
