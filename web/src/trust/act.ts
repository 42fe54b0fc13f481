import { fromBase64url, fromUtf8, random, sha256, toBase64url, toHex, utf8 } from './bytes'
import { isObject, parseStrict, type Json, type JsonObject } from './json'
import { sign, verify, type PublicKey, type Signer } from './keys'

/**
 * Acts, as package act makes and reads them: SD-JWT (RFC 9901) in a compact JWS. The
 * commitments to what is hidden are made here, where the act is written.
 */

export const actType = 'truce-act+sd-jwt'
const maxBytes = 64_000

export interface Draft {
  issued: Date
  kind: string
  subject: string
  prev: string[]
  body: JsonObject
  hide: string[] // paths of members to hide, such as observer.position
}

export interface Act {
  id: string
  issuer: string
  issued: Date // a claim, to the second
  kind: string
  subject: string
  prev: string[]
  body: JsonObject
  algorithm: string
  compact: string
}

interface Hidden {
  disclosures: string[]
  hide: string[]
}

/** Signs a draft. The answer is what an office takes: the act, and what it hides, in the SD-JWT form. */
export async function signAct(key: Signer, draft: Draft): Promise<{ act: Act; sdjwt: string }> {
  const hidden: Hidden = { disclosures: [], hide: draft.hide }
  const body = await hideIn(draft.body, '', hidden)
  const header = { alg: key.algorithm, kid: key.id, typ: actType }
  const payload = {
    iss: key.id,
    iat: Math.floor(draft.issued.getTime() / 1000),
    kind: draft.kind,
    sub: draft.subject,
    ...(draft.prev.length > 0 && { prev: draft.prev }),
    body,
    ...(hidden.disclosures.length > 0 && { _sd_alg: 'sha-256' }),
  }
  const input = encode(header) + '.' + encode(payload)
  const compact = input + '.' + toBase64url(await sign(key, utf8(input)))
  if (compact.length > maxBytes) throw new Error('an act holds at most 64,000 bytes')
  return { act: await parseAct(compact), sdjwt: compact + '~' + hidden.disclosures.map((d) => d + '~').join('') }
}

const encode = (value: unknown): string => toBase64url(utf8(JSON.stringify(value)))

async function hideIn(value: Json, path: string, hidden: Hidden): Promise<Json> {
  if (Array.isArray(value)) return Promise.all(value.map((v) => hideIn(v, path, hidden)))
  if (!isObject(value)) return value
  const shown: JsonObject = {}
  const digests: string[] = []
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue
    const at = path === '' ? name : path + '.' + name
    if (name === '_sd' || name === '...') throw new Error('a draft must not bring digests of its own')
    if (hidden.hide.includes(at)) digests.push(await commit(name, member, hidden))
    else shown[name] = await hideIn(member, at, hidden)
  }
  if (digests.length > 0) shown._sd = digests.sort() // their order tells nothing (RFC 9901 section 4.2.4.1)
  return shown
}

/** Makes one disclosure with a fresh salt of 128 bits and answers its digest. */
async function commit(name: string, value: Json, hidden: Hidden): Promise<string> {
  const disclosure = encode([toBase64url(random(16)), name, value])
  hidden.disclosures.push(disclosure)
  return digestOf(disclosure)
}

const digestOf = async (disclosure: string): Promise<string> => toBase64url(await sha256(utf8(disclosure)))

const subjectPattern = /^[a-z]{2,24}\/[A-Za-z0-9][A-Za-z0-9._:-]{0,79}$/
const idPattern = /^[0-9a-f]{64}$/

/** Parses a compact JWS, and refuses what two readers could understand differently. */
export async function parseAct(compact: string): Promise<Act> {
  const [head, claims, signature, ...more] = compact.split('.')
  if (compact.length > maxBytes || !head || !claims || !signature || more.length > 0)
    throw new Error('not header.payload.signature')
  fromBase64url(signature)
  const h = only(parseStrict(fromUtf8(fromBase64url(head))), ['alg', 'kid', 'typ'])
  const p = only(parseStrict(fromUtf8(fromBase64url(claims))), ['iss', 'iat', 'kind', 'sub', 'prev', 'body', '_sd_alg'])
  const prev = (p.prev ?? []) as string[]
  const good =
    h.typ === actType &&
    (h.alg === 'EdDSA' || h.alg === 'ES256') &&
    typeof p.iss === 'string' &&
    p.iss !== '' &&
    (h.kid === undefined || h.kid === p.iss) &&
    (p._sd_alg === undefined || p._sd_alg === 'sha-256') &&
    typeof p.kind === 'string' &&
    p.kind !== '' &&
    typeof p.iat === 'number' &&
    p.iat >= 0 &&
    typeof p.sub === 'string' &&
    subjectPattern.test(p.sub) &&
    isObject(p.body) &&
    Array.isArray(prev) &&
    prev.length <= 64 &&
    prev.every((id) => idPattern.test(id)) &&
    new Set(prev).size === prev.length
  if (!good) throw new Error('not an act')
  return {
    id: toHex(await sha256(utf8(head + '.' + claims))),
    issuer: p.iss as string,
    issued: new Date((p.iat as number) * 1000),
    kind: p.kind as string,
    subject: p.sub as string,
    prev,
    body: p.body as JsonObject,
    algorithm: h.alg as string,
    compact,
  }
}

function only(value: Json, names: string[]): JsonObject {
  if (!isObject(value) || Object.keys(value).some((n) => !names.includes(n)))
    throw new Error('a member that acts do not have')
  return value
}

/** Whether the key made the act. */
export async function madeBy(act: Act, key: PublicKey): Promise<boolean> {
  if (key.id !== act.issuer || key.algorithm !== act.algorithm) return false
  const dot = act.compact.lastIndexOf('.')
  return verify(key, fromBase64url(act.compact.slice(dot + 1)), utf8(act.compact.slice(0, dot)))
}

/**
 * Puts disclosures where the digests of the body ask for them. Throws for one that belongs
 * nowhere: then somebody shows what the author never wrote.
 */
export async function openAct(act: Act, disclosures: string[]): Promise<JsonObject> {
  const held = new Map<string, [string, Json]>()
  for (const d of disclosures) {
    const parts = parseStrict(fromUtf8(fromBase64url(d)))
    if (!Array.isArray(parts) || parts.length !== 3 || typeof parts[1] !== 'string') throw new Error('not a disclosure')
    held.set(await digestOf(d), [parts[1], parts[2] as Json])
  }
  const body = reveal(act.body, held) as JsonObject
  if (held.size > 0) throw new Error('a disclosure belongs to no digest of the act')
  return body
}

function reveal(value: Json, held: Map<string, [string, Json]>): Json {
  if (Array.isArray(value)) return value.map((v) => reveal(v, held))
  if (!isObject(value)) return value
  const { _sd, ...rest } = value
  const opened: JsonObject = Object.fromEntries(
    Object.entries(rest).map(([name, member]) => [name, reveal(member, held)]),
  )
  for (const digest of (_sd ?? []) as string[]) {
    const member = held.get(digest)
    if (!member) continue // withheld, or a decoy
    if (member[0] in opened) throw new Error('a member appears twice')
    opened[member[0]] = member[1]
    held.delete(digest)
  }
  return opened
}
