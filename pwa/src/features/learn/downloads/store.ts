/** Courses kept on this device: their text, and their files in parts. One database for each account. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

import { COURSES_DATABASE, COURSES_VERSION, PART_BYTES, type KeptFile } from '../../../../service-worker/course-files'
import type { CoursePackage } from '../types'

interface Schema extends DBSchema {
  courses: { key: string; value: CoursePackage }
  files: { key: string; value: KeptFile }
  /** By file id and number. */
  parts: { key: [string, number]; value: ArrayBuffer }
}

export function partsOf(size: number): number {
  return Math.ceil(size / PART_BYTES)
}

export class CourseStore {
  private constructor(private readonly database: IDBPDatabase<Schema>) {}

  static async open(account: string): Promise<CourseStore> {
    const database: IDBPDatabase<Schema> = await openDB<Schema>(COURSES_DATABASE + account, COURSES_VERSION, {
      upgrade(created) {
        created.createObjectStore('courses')
        created.createObjectStore('files', { keyPath: 'id' })
        created.createObjectStore('parts')
      },
      blocking() {
        // Signing out deletes it.
        database.close()
      },
    })
    return new CourseStore(database)
  }

  close(): void {
    this.database.close()
  }

  courses(): Promise<CoursePackage[]> {
    return this.database.getAll('courses')
  }

  course(courseId: string): Promise<CoursePackage | undefined> {
    return this.database.get('courses', courseId)
  }

  async putCourse(kept: CoursePackage): Promise<void> {
    await this.database.put('courses', kept, kept.course.id)
  }

  /** How many bytes of a file are here. */
  async bytesOf(fileId: string, size: number): Promise<number> {
    const numbers = await this.partNumbers(fileId)
    const last = partsOf(size) - 1
    return numbers.reduce((sum, number) => sum + (number === last ? size - last * PART_BYTES : PART_BYTES), 0)
  }

  async missingParts(fileId: string, size: number): Promise<number[]> {
    const here = new Set(await this.partNumbers(fileId))
    return Array.from({ length: partsOf(size) }, (_, number) => number).filter((number) => !here.has(number))
  }

  async putPart(fileId: string, number: number, bytes: ArrayBuffer): Promise<void> {
    await this.database.put('parts', bytes, [fileId, number])
  }

  async putFile(file: KeptFile): Promise<void> {
    await this.database.put('files', file)
  }

  /** Removes a course, and the files that no other kept course shows. */
  async removeCourse(courseId: string): Promise<void> {
    await this.database.delete('courses', courseId)
    await this.removeUnusedFiles()
  }

  /** After a newer version of a course, too: what it no longer shows takes no room. */
  async removeUnusedFiles(): Promise<void> {
    const used = new Set((await this.courses()).flatMap((kept) => kept.media.map((file) => file.file_id)))
    const transaction = this.database.transaction(['files', 'parts'], 'readwrite')
    for (const id of await transaction.objectStore('files').getAllKeys()) {
      if (used.has(id)) continue
      await transaction.objectStore('files').delete(id)
      await transaction.objectStore('parts').delete(IDBKeyRange.bound([id, 0], [id, Infinity]))
    }
    await transaction.done
  }

  private async partNumbers(fileId: string): Promise<number[]> {
    const keys = await this.database.getAllKeys('parts', IDBKeyRange.bound([fileId, 0], [fileId, Infinity]))
    return keys.map(([, number]) => number)
  }
}
