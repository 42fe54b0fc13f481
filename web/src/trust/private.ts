import type { Encrypter } from 'age-encryption'
import { random, sha256, toBase64url, toHex, utf8, type Bytes } from './bytes'

/**
 * What a party files for itself (package private): the digest by which an act tells of it without telling anything of it, and how
 * it is sealed, to the keys that its author names, so that every one is as long as the others.
 */

export interface Content {
  salt: string
  text: { text: string; language: string }
  files?: string[] // SHA-256 of each, in hex
}

/** How long what is sealed is before it is armoured (package private, SealedBytes). */
const sealedBytes = 12_288

/** There is no room for so long a text to so many. */
export class NoRoom extends Error {}

/** What an age public key of the ordinary sort looks like: another sort beside it would undo what either protects. */
const key = /^age1[02-9ac-hj-np-z]{58}$/

/** A line that is no such key. */
export class NotAKey extends Error {}

/** 256 bits, without which nobody tries out what was written. */
export const drawSalt = (): string => toBase64url(random(32))

/** The digest, bound to the name under which it is filed: nobody else can file the same. */
export async function commitment(subject: string, c: Content): Promise<string> {
  const lines = ['truce private-filed 1', subject, c.salt, c.text.language, ...(c.files ?? [])]
  return toHex(await sha256(utf8(lines.map((line) => line + '\n').join('') + '\n' + c.text.text)))
}

/** What is sealed of a content, before it is filled up. */
export const written = (c: Content): string => JSON.stringify({ format: 'truce-private-1', ...c })

export async function sealPrivately(c: Content, to: string[]): Promise<string> {
  const { armor, Encrypter } = await import('age-encryption')
  const age = new Encrypter()
  for (const line of to) add(age, line)
  const plain = utf8(written(c))
  const room = sealedBytes - (await age.encrypt(new Uint8Array())).length
  if (plain.length > room) throw new NoRoom()
  return armor.encode(await age.encrypt(filled(plain, room)))
}

function add(age: Encrypter, line: string): void {
  try {
    if (!key.test(line)) throw new Error('another sort')
    age.addRecipient(line)
  } catch {
    throw new NotAKey(line)
  }
}

/** A JSON value may be followed by spaces. */
function filled(plain: Bytes, size: number): Bytes {
  const all = new Uint8Array(size).fill(0x20)
  all.set(plain)
  return all
}
