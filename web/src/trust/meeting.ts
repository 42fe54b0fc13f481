import { fromBase64url, fromUtf8, random, sha256, toBase64url, toHex, utf8, type Bytes } from './bytes'
import { isObject, parseStrict } from './json'
import { readJwk, thumbprint, type PublicJwk } from './keys'

/**
 * Enrolling a device by a one-time link. The link holds a secret that the office never sees
 * (it follows the #). The device makes its own key and leaves the public half at the office,
 * with a code that only who has the secret can make. So the administrator knows that the key
 * is that of the device that opened the link, and not one that somebody put there.
 */

export interface Link {
  origin: string
  registerKey: string
  person: string
  founding: string // the act that founded the office, as whoever made the link accepted it; empty if nobody did
  secret: Bytes
}

export interface Answer {
  person: string
  jwk: PublicJwk
  device: string
  key: string
}

export const makeLink = (about: Omit<Link, 'secret'>): Link => ({ ...about, secret: random(16) })

export const writeLink = (l: Link): string =>
  'e.' + toBase64url(utf8(JSON.stringify([l.origin, l.registerKey, l.person, l.founding, toBase64url(l.secret)])))

/** Reads what follows the # of a link. Throws for anything else. */
export function readLink(text: string): Link {
  if (!text.startsWith('e.')) throw new Error('not a link')
  const parts = parseStrict(fromUtf8(fromBase64url(text.slice(2))))
  if (!Array.isArray(parts) || parts.length !== 5 || !parts.every((p) => typeof p === 'string'))
    throw new Error('not a link')
  const [origin, registerKey, person, founding, secret] = parts as [string, string, string, string, string]
  return { origin, registerKey, person, founding, secret: fromBase64url(secret) }
}

/** Where the two meet: known to who has the link, and telling nothing of its secret. */
export async function meetingName(l: Link): Promise<string> {
  return toHex((await sha256(utf8('meeting ' + toBase64url(l.secret)))).slice(0, 16))
}

const macKey = (l: Link, use: KeyUsage) =>
  crypto.subtle.importKey('raw', l.secret, { name: 'HMAC', hash: 'SHA-256' }, false, [use])

const covered = (person: string, key: string, device: string): Bytes =>
  utf8(JSON.stringify(['truce-enrolment', person, key, device]))

/** What the device leaves. */
export async function writeAnswer(l: Link, jwk: PublicJwk, device: string): Promise<string> {
  const mac = await crypto.subtle.sign(
    'HMAC',
    await macKey(l, 'sign'),
    covered(l.person, await thumbprint(jwk), device),
  )
  return JSON.stringify({ person: l.person, jwk, device, mac: toBase64url(new Uint8Array(mac)) })
}

/** Reads what a device left; throws unless it was made with this link. */
export async function readAnswer(l: Link, text: string): Promise<Answer> {
  const a = parseStrict(text)
  if (!isObject(a) || a.person !== l.person || typeof a.device !== 'string' || typeof a.mac !== 'string')
    throw new Error('not an answer')
  const jwk = readJwk(a.jwk)
  const key = await thumbprint(jwk)
  const good = await crypto.subtle.verify(
    'HMAC',
    await macKey(l, 'verify'),
    fromBase64url(a.mac),
    covered(l.person, key, a.device),
  )
  if (!good) throw new Error('the answer was not made with this link')
  return { person: l.person, jwk, device: a.device, key }
}
