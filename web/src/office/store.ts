import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Algorithm, PublicJwk } from '@/trust/keys'
import type { Seen } from '@/trust/check'

/** What this browser keeps. Whoever can use the device can use it: keys can be used, not copied. */

export interface Identity {
  key: string // thumbprint
  person: string
  origin: string // of the register of the office that this key signs in to
  registerKey?: string | undefined // of that office, as it came with the link or file; never from the office
  algorithm: Algorithm
  jwk: PublicJwk
  signer: CryptoKey
  since: string
}

/** A head that was checked here, and the register key that this device believes. */
export interface Pinned { origin: string; key: string; how: 'link' | 'typed' | 'first'; seen?: Seen | undefined }

export type OutboxState = 'waiting' | 'sent' | 'refused'

export interface Outgoing {
  id: string
  sdjwt: string
  kind: string
  subject: string
  person: string
  title: string
  written: string
  state: OutboxState
  index?: number | undefined
  received?: string | undefined
  problem?: { detail: string; remedy?: string | undefined } | undefined
}

export interface Draft { id: string; form: string; person: string; changed: string; values: unknown }

interface Schema extends DBSchema {
  identities: { key: string; value: Identity }
  pinned: { key: string; value: Pinned }
  outbox: { key: string; value: Outgoing }
  drafts: { key: string; value: Draft }
  kept: { key: string; value: { key: string; at: string; value: unknown } }
}

let opened: Promise<IDBPDatabase<Schema>> | undefined

export function store(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>('truce', 1, {
    upgrade(db) {
      db.createObjectStore('identities', { keyPath: 'key' })
      db.createObjectStore('pinned', { keyPath: 'origin' })
      db.createObjectStore('outbox', { keyPath: 'id' })
      db.createObjectStore('drafts', { keyPath: 'id' })
      db.createObjectStore('kept', { keyPath: 'key' })
    },
  })
  return opened
}
