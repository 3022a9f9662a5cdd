/**
 * What the server answered last about mentorships, for days without a network. One database for each account; signing
 * out deletes it with all others.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

import { beforeForgetting } from '@/features/identity/forget'
import { accountHere } from '@/shared/offline/account'
import { stored } from '@/shared/space'

export interface Kept {
  readonly value: unknown
  readonly at: Date
}

interface Schema extends DBSchema {
  answers: { key: string; value: Kept }
}

const NAME = stored('zb-mentoring-')
const VERSION = 1

let opened: { readonly account: string; readonly database: Promise<IDBPDatabase<Schema>> } | null = null

/** The last answer under `key`; null when there is none, or the browser keeps nothing. */
export async function lastAnswer(key: string): Promise<Kept | null> {
  try {
    return (await (await databaseHere()).get('answers', key)) ?? null
  } catch {
    return null
  }
}

/** Keeps an answer in the place of the one before; a browser that keeps nothing is no reason to complain. */
export async function keepAnswer(key: string, value: unknown): Promise<void> {
  try {
    await (await databaseHere()).put('answers', { value, at: new Date() }, key)
  } catch {
    // It is only for days without a network.
  }
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
      created.createObjectStore('answers')
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
