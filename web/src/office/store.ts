import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Algorithm, PublicJwk } from '@/trust/keys'
import type { Locked } from '@/trust/locked'
import type { Seen } from '@/trust/check'
import type { Custodian } from '@/trust/sides'

/**
 * What this browser keeps. A key under a passphrase is of use to who knows that; any other, to who can use the device or copies
 * the browser's files. Drafts, photos and what waits to be sent lie open.
 */

export interface Identity {
  key: string // thumbprint
  person: string
  origin: string // of the register of the office that this key signs in to
  registerKey?: string | undefined // of that office, as it came with the link; never from the office
  founding?: string | undefined // the act that founded that office, as it came with the link or the file; no other is taken
  register?: string | undefined // id of the register for which it signs, as it came with the file
  algorithm: Algorithm
  jwk: PublicJwk
  signer?: CryptoKey | undefined // without a passphrase
  locked?: Locked | undefined // or under one
  since: string
}

/** A head that was checked here, and the register key that this device believes. */
export interface Pinned {
  origin: string
  key: string
  how: 'link' | 'typed' | 'first'
  seen?: Seen | undefined
}

/** The custodians that the owner of this device accepted, and the acts that it saw, by what they are about. */
export interface Known {
  register: string
  founding: string // the act
  seen: Record<string, { acts: number; history: string }> // how many, and the digest of their ids
  digest: string // of the set
  custodians: Custodian[]
  accepted: string
}

type OutboxState = 'waiting' | 'sent' | 'refused'

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
  rests?: boolean | undefined // taken, and without effect until another act of its side names it
  problem?: { detail: string; remedy?: string | undefined } | undefined
}

export interface Draft {
  id: string
  form: string
  person: string
  changed: string
  values: unknown
  of?: Completed | undefined // the draft in the register that it finishes
}

/** A report that is in the register as a draft, and what was said of it there. */
export interface Completed {
  subject: string
  prev: string[] // the acts about it that its author had seen
  body: Record<string, unknown>
}

/**
 * A file that belongs to a report, as it came; sent when its report is in the register. It stays on this device until the
 * office answered the act that deposits it: an office can lose what it was sent, and takes that act only while it has the file.
 */
export interface Attached {
  id: string
  draft: string // of the report while it is written
  report: string // its subject once it was signed; empty before
  person: string
  key: string // that signed the report and will sign the deposit
  type: string // media type
  size: number
  added: string
  state: 'draft' | OutboxState
  blob?: Blob | undefined // gone once its deposit is in the register
  deposit?: string | undefined // the act, while it waits or was refused: before, the file is still to be sent
  sha256?: string | undefined // of the original
  problem?: string | undefined
}

interface Schema extends DBSchema {
  identities: { key: string; value: Identity }
  pinned: { key: string; value: Pinned }
  outbox: { key: string; value: Outgoing }
  drafts: { key: string; value: Draft }
  files: { key: string; value: Attached }
  custodians: { key: string; value: Known }
  kept: { key: string; value: { key: string; at: string; value: unknown } }
}

let opened: Promise<IDBPDatabase<Schema>> | undefined

export function store(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>('truce', 3, {
    upgrade(db, from) {
      if (from < 1) {
        db.createObjectStore('identities', { keyPath: 'key' })
        db.createObjectStore('pinned', { keyPath: 'origin' })
        db.createObjectStore('outbox', { keyPath: 'id' })
        db.createObjectStore('drafts', { keyPath: 'id' })
        db.createObjectStore('kept', { keyPath: 'key' })
      }
      if (from < 2) db.createObjectStore('files', { keyPath: 'id' })
      db.createObjectStore('custodians', { keyPath: 'register' }) // since 3
    },
  }).catch((fault: unknown) => {
    opened = undefined // tried again the next time
    throw fault
  })
  return opened
}
