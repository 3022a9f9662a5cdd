/**
 * Whole courses on this device. A download goes part by part, can be stopped at any moment and goes on where it
 * stopped, also after the app was closed; a newer version fetches its text and the files that are new.
 */
import { readonly, shallowReactive, watch } from 'vue'

import { PART_BYTES } from '../../../../service-worker/course-files'
import { fetchPackage, fetchPart } from '../learn.api'
import type { Course, CoursePackage } from '../types'
import { CourseStore } from './store'
import { beforeForgetting } from '@/features/identity/forget'
import { ApiError } from '@/shared/api/errors'
import { accountHere } from '@/shared/offline/account'
import { connection } from '@/shared/offline/connection'
import { tellWorker } from '@/shared/offline/worker'

export interface Download {
  readonly course: Course
  readonly version: number
  /** All of it, and what is here, in bytes; the text counts as part of it. */
  readonly size: number
  readonly here: number
  readonly running: boolean
  /** Why it stopped; null while it runs, when it was stopped by hand and when it is whole. */
  readonly error: unknown
}

const known = shallowReactive(new Map<string, Download>())
const running = new Map<string, AbortController>()
let opened: { readonly account: string; readonly store: Promise<CourseStore> } | null = null

/** By course id: what is kept here, whole or in part. */
export const downloads = readonly(known) as ReadonlyMap<string, Download>

export function isWhole(download: Download): boolean {
  return download.here >= download.size
}

/** Reads what is kept; to be called before a page shows it. Never rejects: without storage nothing is kept. */
export async function openDownloads(): Promise<void> {
  try {
    const store = await storeHere()
    for (const kept of await store.courses()) if (!known.has(kept.course.id)) known.set(kept.course.id, await stateOf(store, kept))
  } catch {
    // Private windows of some browsers have no storage.
  }
}

/** A kept course, also one whose files are not all here yet; null when there is none. */
export async function keptCourse(courseId: string): Promise<CoursePackage | null> {
  try {
    return (await (await storeHere()).course(courseId)) ?? null
  } catch {
    return null
  }
}

/** Changes a kept course: the newest marks of what was done, as the server or the person just said. */
export async function noteKept(courseId: string, change: (kept: CoursePackage) => CoursePackage): Promise<void> {
  const kept = await keptCourse(courseId)
  if (kept === null) return
  const changed = change(kept)
  await (await storeHere()).putCourse(changed)
  const download = known.get(courseId)
  if (download !== undefined) known.set(courseId, { ...download, course: changed.course })
}

/** Begins a download, goes on with one, or brings it up to date. Never rejects: see `error` of the download. */
export async function download(course: Course): Promise<void> {
  if (running.has(course.id)) return
  // First of all: for another person than before it empties the memory.
  const store = storeHere()
  const stop = new AbortController()
  running.set(course.id, stop)
  note(course.id, { running: true, error: null }, course)
  try {
    await fetchAll(await store, course.id, stop.signal)
    note(course.id, { running: false })
  } catch (error) {
    note(course.id, { running: false, error: stop.signal.aborted ? null : shownError(error) })
  } finally {
    if (running.get(course.id) === stop) running.delete(course.id)
  }
}

export function pauseDownload(courseId: string): void {
  running.get(courseId)?.abort()
}

export async function removeDownload(courseId: string): Promise<void> {
  pauseDownload(courseId)
  await (await storeHere()).removeCourse(courseId)
  known.delete(courseId)
}

async function storeHere(): Promise<CourseStore> {
  const account = accountHere()
  if (account === null) throw new ApiError('storage_unavailable', 0)
  if (opened?.account !== account) {
    forgetMemory()
    opened = { account, store: CourseStore.open(account) }
    void tellWorker({ type: 'account', account })
  }
  return opened.store
}

async function fetchAll(store: CourseStore, courseId: string, signal: AbortSignal): Promise<void> {
  const fetched = await fetchPackage(courseId, signal)
  // So that the browser does not clear it away when the disk gets full.
  await navigator.storage.persist().catch(() => false)
  await store.putCourse(fetched)
  known.set(courseId, { ...(await stateOf(store, fetched)), running: true })
  for (const file of fetched.media) {
    await fetchFile(store, courseId, file, signal)
  }
  if (fetched.media.some((file) => file.media_type === 'application/pdf')) await (await import('../pdf')).preparePdf()
  await store.removeUnusedFiles()
}

async function fetchFile(store: CourseStore, courseId: string, file: CoursePackage['media'][number], signal: AbortSignal): Promise<void> {
  const kept = { id: file.file_id, size: file.size, mediaType: file.media_type }
  const missing = await store.missingParts(file.file_id, file.size)
  // Named before its parts come, so that the parts of a download that is given up are found and removed.
  if (missing.length > 0) await store.putFile({ ...kept, whole: false })
  for (const number of missing) {
    const bytes = await fetchPart(file.file_id, number * PART_BYTES, Math.min((number + 1) * PART_BYTES, file.size), signal)
    await store.putPart(file.file_id, number, bytes)
    note(courseId, { here: (known.get(courseId)?.here ?? 0) + bytes.byteLength })
  }
  await store.putFile({ ...kept, whole: true })
}

async function stateOf(store: CourseStore, { course, version, media, size_bytes }: CoursePackage): Promise<Download> {
  const files = media.reduce((sum, file) => sum + file.size, 0)
  const here = await Promise.all(media.map((file) => store.bytesOf(file.file_id, file.size)))
  // What is not files is text, and that is here.
  const text = Math.max(0, size_bytes - files)
  return { course, version, size: files + text, here: here.reduce((sum, bytes) => sum + bytes, text), running: false, error: null }
}

function note(courseId: string, change: Partial<Download>, course?: Course): void {
  const before = known.get(courseId) ?? (course === undefined ? undefined : { course, version: course.version, size: course.package_bytes, here: 0, running: false, error: null })
  if (before !== undefined) known.set(courseId, { ...before, ...change })
}

function shownError(error: unknown): unknown {
  return error instanceof DOMException ? new ApiError('storage_unavailable', 0) : error
}

function forgetMemory(): void {
  for (const stop of running.values()) stop.abort()
  running.clear()
  opened?.store.then((store) => { store.close() }, () => undefined)
  opened = null
  known.clear()
}

beforeForgetting(async () => {
  forgetMemory()
  await tellWorker({ type: 'account', account: null })
})

// What the network broke off goes on when it is back.
watch(() => connection.online, (online) => {
  if (!online) return
  for (const { course, error } of [...known.values()]) if (error instanceof ApiError && error.unanswered) void download(course)
})
