/**
 * The questions kept on this device for days without a network, with what was answered since. One database for each
 * account; signing out deletes it with all others.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

import type { Done } from './pack'
import type { Practice } from './practice.api'
import { beforeForgetting } from '@/features/identity/forget'
import { accountHere } from '@/shared/offline/account'
import { stored } from '@/shared/space'

interface Schema extends DBSchema {
  pack: { key: 'pack'; value: Practice }
  done: { key: string; value: Done }
}

const NAME = stored('zb-practice-')
const VERSION = 1

let opened: { readonly account: string; readonly database: Promise<IDBPDatabase<Schema>> } | null = null

export interface Kept {
  readonly pack: Practice
  readonly done: readonly Done[]
}

/** What is kept for whoever is signed in; null when nothing is, or the browser keeps nothing. */
export async function readPack(): Promise<Kept | null> {
  try {
    const database = await databaseHere()
    const [pack, done] = await Promise.all([database.get('pack', 'pack'), database.getAll('done')])
    return pack === undefined ? null : { pack, done }
  } catch {
    return null
  }
}

/** Puts a new pack in the place of the old one; of the answers, those stay that the server did not know of: `unsent`. */
export async function keepPack(pack: Practice, unsent: (id: string) => boolean): Promise<void> {
  const transaction = (await databaseHere()).transaction(['pack', 'done'], 'readwrite')
  await transaction.objectStore('pack').put(pack, 'pack')
  for (const id of await transaction.objectStore('done').getAllKeys()) {
    if (!unsent(id)) await transaction.objectStore('done').delete(id)
  }
  await transaction.done
}

export async function noteDone(done: Done): Promise<void> {
  await (await databaseHere()).put('done', done, done.id)
}

function databaseHere(): Promise<IDBPDatabase<Schema>> {
  const account = accountHere()
  if (account === null) return Promise.reject(new Error('nobody is signed in'))
  if (opened?.account !== account) {
    close()
    opened = { account, database: open(NAME + account) }
  }
  return opened.database
}

async function open(name: string): Promise<IDBPDatabase<Schema>> {
  const database: IDBPDatabase<Schema> = await openDB<Schema>(name, VERSION, {
    upgrade(created) {
      created.createObjectStore('pack')
      created.createObjectStore('done')
    },
    blocking() {
      database.close()
      opened = null
    },
  })
  return database
}

function close(): void {
  opened?.database.then((database) => { database.close() }, () => undefined)
  opened = null
}

beforeForgetting(() => {
  close()
  return Promise.resolve()
})
