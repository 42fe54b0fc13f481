import { fromBase64url, toBase64url, utf8, type Bytes } from './bytes'
import type { Algorithm, Signer } from './keys'

/**
 * A private key under a passphrase: PBKDF2 makes a key of it, with which AES-GCM seals the private key. What is kept of
 * it is of no use without the passphrase; who copies it can try passphrases, at the cost of all the rounds for each.
 */

export interface Locked {
  rounds: number
  salt: string // base64url, like the others
  iv: string
  sealed: string // the private key (PKCS #8), bound to its thumbprint
}

/** As OWASP asks for with SHA-256 (2023). What is kept names its own, so that more can be asked for later. */
const rounds = 600_000

/** The fewest letters of a passphrase; the command line asks for as many. */
export const shortest = 12

const parameters = (a: Algorithm) => (a === 'Ed25519' ? { name: 'Ed25519' } : { name: 'ECDSA', namedCurve: 'P-256' })

async function sealing(passphrase: string, salt: Bytes, turns: number): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey('raw', utf8(passphrase.normalize('NFKC')), 'PBKDF2', false, ['deriveKey'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: turns }
  return crypto.subtle.deriveKey(how, typed, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

/** Seals a key that can still be taken out. */
export async function lock(of: Signer, passphrase: string, turns = rounds): Promise<Locked> {
  const [salt, iv] = [crypto.getRandomValues(new Uint8Array(16)), crypto.getRandomValues(new Uint8Array(12))]
  const plain = new Uint8Array(await crypto.subtle.exportKey('pkcs8', of.key))
  const key = await sealing(passphrase, salt, turns)
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(of.id) }, key, plain)
  plain.fill(0)
  return { rounds: turns, salt: toBase64url(salt), iv: toBase64url(iv), sealed: toBase64url(new Uint8Array(sealed)) }
}

/** That is not the passphrase. */
export class WrongPassphrase extends Error {}

/** Opens it. Without `out` what comes of it signs and cannot be taken out again. */
export async function unlock(
  l: Locked,
  of: Pick<Signer, 'id' | 'algorithm'>,
  passphrase: string,
  out = false,
): Promise<CryptoKey> {
  const key = await sealing(passphrase, fromBase64url(l.salt), l.rounds)
  const how = { name: 'AES-GCM', iv: fromBase64url(l.iv), additionalData: utf8(of.id) }
  const plain = await crypto.subtle.decrypt(how, key, fromBase64url(l.sealed)).catch(() => {
    throw new WrongPassphrase()
  })
  return crypto.subtle.importKey('pkcs8', plain, parameters(of.algorithm), out, ['sign'])
}
