import { fromBase64url, sha256, toBase64url, utf8, type Bytes } from './bytes'
import { isObject, type Json } from './json'
import { smallOrder } from './small'
import { ifKnown, UnknownFormat } from './unknown'

/**
 * Keys that sign acts: Ed25519, and P-256 for devices whose browser does not know Ed25519.
 * A private key that is made here cannot be taken out of the browser, not even by this page.
 */

export type Algorithm = 'Ed25519' | 'ES256'

/** A public JWK (RFC 7517, RFC 8037) with nothing but what its thumbprint needs. */
export type PublicJwk = { kty: 'OKP'; crv: 'Ed25519'; x: string } | { kty: 'EC'; crv: 'P-256'; x: string; y: string }

export interface PublicKey {
  id: string // RFC 7638 thumbprint
  algorithm: Algorithm
  jwk: PublicJwk
  key: CryptoKey
}

export interface Signer {
  id: string
  algorithm: Algorithm
  jwk: PublicJwk
  key: CryptoKey // private
}

/** What WebCrypto calls the algorithm that imports and makes a key. */
const keyParameters = (a: Algorithm) => (a === 'Ed25519' ? { name: 'Ed25519' } : { name: 'ECDSA', namedCurve: 'P-256' })

const signParameters = (a: Algorithm) => (a === 'Ed25519' ? { name: 'Ed25519' } : { name: 'ECDSA', hash: 'SHA-256' })

/**
 * Reads a JWK. Private ones are refused, so that a slip never publishes one, and those that say more than the key (package act); a type or
 * a curve may be of a later program.
 */
export function readJwk(jwk: Json | undefined): PublicJwk {
  if (!isObject(jwk) || 'd' in jwk) throw new Error('not a public key')
  const { kty, crv, x, y, ...more } = jwk
  const ed25519 = kty === 'OKP' && crv === 'Ed25519'
  const p256 = kty === 'EC' && crv === 'P-256'
  if ((ed25519 && y !== undefined) || ((ed25519 || p256) && Object.keys(more).length))
    throw new Error('more than a public key')
  if (ed25519 && coordinate(x) && !smallOrder(fromBase64url(x))) return { kty, crv, x }
  if (p256 && coordinate(x) && coordinate(y)) return { kty, crv, x, y }
  if (typeof kty !== 'string' || kty === '' || ed25519 || p256) throw new Error('not a public key')
  throw new UnknownFormat(`a key of the type ${kty}`)
}

/** One spelling: the id of a key is of its letters, and to who reads them more loosely one key would have two. */
const coordinate = (text: Json | undefined): text is string =>
  typeof text === 'string' && fromBase64url(text).length === 32

/** The base64url SHA-256 thumbprint (RFC 7638): members in order of their names. */
export async function thumbprint(jwk: PublicJwk): Promise<string> {
  const text =
    jwk.kty === 'OKP'
      ? JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x })
      : JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y })
  return toBase64url(await sha256(utf8(text)))
}

const algorithmOf = (jwk: PublicJwk): Algorithm => (jwk.kty === 'OKP' ? 'Ed25519' : 'ES256')

export async function publicKey(jwk: PublicJwk): Promise<PublicKey> {
  const algorithm = algorithmOf(jwk)
  const key = await ifKnown(crypto.subtle.importKey('jwk', { ...jwk }, keyParameters(algorithm), true, ['verify']))
  return { id: await thumbprint(jwk), algorithm, jwk, key }
}

/** Makes a key: Ed25519, or P-256 where that is not to be had. It cannot be taken out, but to be locked (locked.ts). */
export async function makeKey(algorithms: Algorithm[] = ['Ed25519', 'ES256'], out = false): Promise<Signer> {
  for (const algorithm of algorithms) {
    try {
      const pair = (await crypto.subtle.generateKey(keyParameters(algorithm), out, ['sign', 'verify'])) as CryptoKeyPair
      const jwk = readJwk(bare(await crypto.subtle.exportKey('jwk', pair.publicKey)))
      return { id: await thumbprint(jwk), algorithm, jwk, key: pair.privateKey }
    } catch (fault) {
      if (algorithm === algorithms.at(-1)) throw fault
    }
  }
  throw new Error('no algorithm')
}

/** Takes a private JWK from a key file into the browser, from where it does not come out again, but to be locked. */
export async function importKey(jwk: Json, out = false): Promise<Signer> {
  if (!isObject(jwk) || typeof jwk.d !== 'string') throw new Error('not a private key')
  const { d, ...rest } = jwk
  const own = readJwk(bare(rest))
  const algorithm = algorithmOf(own)
  const key = await crypto.subtle.importKey('jwk', { ...own, d }, keyParameters(algorithm), out, ['sign'])
  return { id: await thumbprint(own), algorithm, jwk: own, key }
}

function bare(jwk: object): Json {
  const { kty, crv, x, y } = jwk as Record<string, Json>
  return (kty === 'EC' ? { kty, crv, x, y } : { kty, crv, x }) as Json
}

/** Signs as JWS does: 64 bytes for either algorithm. */
export async function sign(key: Signer, input: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign(signParameters(key.algorithm), key.key, input))
}

export async function verify(key: PublicKey, signature: Bytes, input: Bytes): Promise<boolean> {
  return crypto.subtle.verify(signParameters(key.algorithm), key.key, signature, input)
}
