/** Where commands wait: one IndexedDB database for each account of this device. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

import type { Command, ErrorData } from './commands'

export interface StoredRefusal {
  readonly command: Command
  readonly error: ErrorData
}

interface Schema extends DBSchema {
  /** By a growing number: the order in which they were made. */
  commands: { key: number; value: Command; indexes: { id: string } }
  refusals: { key: string; value: StoredRefusal }
  lease: { key: 'lease'; value: { readonly holder: string; readonly until: number } }
}

const VERSION = 1

export class QueueStore {
  private constructor(private readonly database: IDBPDatabase<Schema>) {}

  /** @param onClosed called when another tab wipes the database */
  static async open(name: string, onClosed: () => void): Promise<QueueStore> {
    const database: IDBPDatabase<Schema> = await openDB<Schema>(name, VERSION, {
      upgrade(created) {
        created.createObjectStore('commands', { autoIncrement: true }).createIndex('id', 'id', { unique: true })
        created.createObjectStore('refusals')
        created.createObjectStore('lease')
      },
      blocking() {
        database.close()
        onClosed()
      },
    })
    return new QueueStore(database)
  }

  close(): void {
    this.database.close()
  }

  /** In the order in which they were made. */
  commands(): Promise<Command[]> {
    return this.database.getAll('commands')
  }

  refusals(): Promise<StoredRefusal[]> {
    return this.database.getAll('refusals')
  }

  async add(command: Command): Promise<void> {
    await this.database.add('commands', command)
  }

  /** Takes a command away, keeping its refusal in the same transaction. */
  async settle(commandId: string, refusal: StoredRefusal | null): Promise<void> {
    const transaction = this.database.transaction(['commands', 'refusals'], 'readwrite')
    const commands = transaction.objectStore('commands')
    const key = await commands.index('id').getKey(commandId)
    if (key !== undefined) await commands.delete(key)
    // Another tab has settled it already: its refusal may have been read since.
    if (key !== undefined && refusal !== null) await transaction.objectStore('refusals').put(refusal, commandId)
    await transaction.done
  }

  async dropRefusal(commandId: string): Promise<void> {
    await this.database.delete('refusals', commandId)
  }

  async clear(): Promise<void> {
    const transaction = this.database.transaction(['commands', 'refusals'], 'readwrite')
    await Promise.all([transaction.objectStore('commands').clear(), transaction.objectStore('refusals').clear(), transaction.done])
  }

  /** Whether `holder` alone may send until `until` (epoch milliseconds): for browsers without locks. */
  async takeLease(holder: string, now: number, until: number): Promise<boolean> {
    const transaction = this.database.transaction('lease', 'readwrite')
    const held = await transaction.store.get('lease')
    const free = held === undefined || held.holder === holder || held.until < now
    if (free) await transaction.store.put({ holder, until }, 'lease')
    await transaction.done
    return free
  }

  async endLease(holder: string): Promise<void> {
    const transaction = this.database.transaction('lease', 'readwrite')
    if ((await transaction.store.get('lease'))?.holder === holder) await transaction.store.delete('lease')
    await transaction.done
  }
}
