import { fromBase64url, fromUtf8, random, sha256, toBase32, toBase64url, toHex, utf8 } from './bytes'
import { holds, isObject, parseStrict, tooDeep, written, type Json, type JsonObject } from './json'
import { sign, verify, type PublicKey, type Signer } from './keys'
import { smallOrder } from './small'
import { UnknownFormat } from './unknown'

/**
 * Acts, as package act makes and reads them: SD-JWT (RFC 9901) in a compact JWS. What is not
 * for everybody stands in slots, one for each class of the kind, and the commitments to it are
 * made here, where the act is written.
 */

const actType = 'truce-act.1+sd-jwt'
const maxBytes = 60_000
/** Bytes of the members that are for everybody, as JSON (package act, MaxBodyBytes). */
export const maxBodyBytes = 38_000

/** What a kind fixes for ever at one revision: which members are hidden, and the class of each. */
export interface Form {
  rev: number
  hides: Record<string, string>
}

export interface Draft {
  issued: Date
  expires?: Date | undefined // after which it must not be taken
  audience: string[] // ids of the registers for which it is meant, the home register first
  kind: string
  form: Form
  subject: string
  nonce?: string | undefined // of which the subject's name is made, where it is
  prev: string[]
  body: JsonObject // everything in the clear
}

/** The commitment to all members of one class. */
interface Slot {
  class: string
  digest: string
}

export interface Act {
  id: string
  issuer: string
  issued: Date // a claim, to the second
  expires?: Date | undefined
  audience: string[]
  kind: string
  rev: number
  subject: string
  nonce: string
  prev: string[]
  body: JsonObject // the members that are for everybody
  slots: Slot[]
  algorithm: string
  compact: string
}

/** The slots of an act of this form, in the order in which they are written. */
const classesOf = (form: Form): string[] => [...new Set(Object.values(form.hides))].sort()

/** How large the members of a body are that are for everybody: an act has room for maxBodyBytes of them. */
export const openBytes = (body: JsonObject, form: Form): number =>
  utf8(JSON.stringify(Object.fromEntries(Object.entries(body).filter(([name]) => !(name in form.hides))))).length

/** Signs a draft. The answer is what an office takes: the act, and what it hides, in the SD-JWT form. */
export async function signAct(key: Signer, draft: Draft): Promise<{ act: Act; sdjwt: string }> {
  const { body, slots, disclosures } = await hide(draft)
  const header = { alg: key.algorithm, kid: key.id, typ: actType }
  const payload = {
    iss: key.id,
    iat: seconds(draft.issued),
    ...(draft.expires && { exp: seconds(draft.expires) }),
    aud: draft.audience,
    kind: draft.kind,
    rev: draft.form.rev,
    sub: draft.subject,
    ...(draft.nonce && { nonce: draft.nonce }),
    ...(draft.prev.length > 0 && { prev: draft.prev }),
    body,
    ...(disclosures.length > 0 && { slots, _sd_alg: 'sha-256' }),
  }
  const input = encode(header) + '.' + encode(payload)
  const compact = input + '.' + toBase64url(await sign(key, utf8(input)))
  return { act: await parseAct(compact), sdjwt: compact + '~' + disclosures.map((d) => d + '~').join('') }
}

/** The name that only a key can open: noun/base32(SHA-256(issuer, nonce)), as package act makes it (Named). */
export async function named(noun: string, issuer: string, nonce: string): Promise<string> {
  return `${noun}/${toBase32(await sha256(utf8(`${issuer}\0${nonce}`)))}`
}

const seconds = (at: Date): number => Math.floor(at.getTime() / 1000)
const encode = (value: unknown): string => toBase64url(utf8(JSON.stringify(value)))

/** Divides the members of the body between what is for everybody and the slots. */
async function hide({ body, form }: Draft) {
  const members = Object.entries(body).filter(([, value]) => value !== undefined)
  const of = (name: string) => (Object.hasOwn(form.hides, name) ? form.hides[name] : undefined)
  const slots: JsonObject = {}
  const disclosures: string[] = []
  for (const name of classesOf(form)) {
    const hidden = members.filter(([member]) => of(member) === name)
    const value = hidden.length > 0 ? Object.fromEntries(hidden) : null // presence tells nothing
    const disclosure = encode([toBase64url(random(16)), value]) // a fresh salt of 128 bits
    disclosures.push(disclosure)
    slots[name] = [{ '...': await digestOf(disclosure) }]
  }
  return { body: Object.fromEntries(members.filter(([member]) => !of(member))), slots, disclosures }
}

const digestOf = async (disclosure: string): Promise<string> => toBase64url(await sha256(utf8(disclosure)))

const subjectPattern = /^[a-z]{2,24}\/[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$/
const idPattern = /^[0-9a-f]{64}$/
const digestPattern = /^[A-Za-z0-9_-]{43}$/ // of a register's id too
const classPattern = /^[a-z-]{1,32}$/
const formats = /^truce-act\.[1-9][0-9]{0,3}\+sd-jwt$/
const maxUnix = 253402300799 // 9999-12-31T23:59:59Z
const maxDepth = 32
const reserved = ['_sd', '...', '_sd_alg'] // what SD-JWT keeps for itself: another reader would put something in their places
const members = ['iss', 'iat', 'exp', 'aud', 'kind', 'rev', 'sub', 'nonce', 'prev', 'body', 'slots', '_sd_alg']

/**
 * Parses a compact JWS, and refuses what two readers could understand differently. Throws
 * UnknownFormat for what only a later program may know.
 */
export async function parseAct(compact: string): Promise<Act> {
  const [head, claims, signature, ...more] = compact.split('.')
  if (compact.length > maxBytes || !head || !claims || !signature || more.length > 0)
    throw new Error('not header.payload.signature')
  const h = only(parseStrict(fromUtf8(fromBase64url(head))), ['alg', 'kid', 'typ'])
  considerHeader(h)
  const text = fromUtf8(fromBase64url(claims))
  const p = only(parseStrict(text), members)
  fromBase64url(signature)
  if (utf8(written(text, 'body')).length > maxBodyBytes) throw new Error('the body is too large')
  const id = toHex(await sha256(utf8(head + '.' + claims)))
  return { ...readPayload(p, h), id, algorithm: h.alg as string, compact }
}

function only(value: Json, names: string[]): JsonObject {
  if (!isObject(value) || Object.keys(value).some((n) => !names.includes(n)))
    throw new Error('a member that acts do not have')
  return value
}

/** Tells what this program does not know from what nobody knows: "none" is no algorithm (RFC 8725 section 3.2). */
function considerHeader({ alg, typ }: JsonObject): void {
  if (typeof alg !== 'string' || alg === '' || alg.toLowerCase() === 'none') throw new Error('an act is signed')
  if (typeof typ !== 'string' || !formats.test(typ)) throw new Error('not the type of an act')
  if (typ !== actType || (alg !== 'Ed25519' && alg !== 'ES256')) throw new UnknownFormat(`${typ}, ${alg}`)
}

function readPayload(p: JsonObject, h: JsonObject): Omit<Act, 'id' | 'algorithm' | 'compact'> {
  const { prev = [], nonce = '', exp = 0 } = p
  const good =
    ![...Object.entries(h), ...Object.entries(p)].some(([name, value]) => saysNothing(name, value)) &&
    typeof p.iss === 'string' &&
    p.iss !== '' &&
    (h.kid === undefined || h.kid === p.iss) &&
    (p.slots === undefined ? p._sd_alg === undefined : p._sd_alg === 'sha-256') &&
    typeof p.kind === 'string' &&
    p.kind.length <= 60 &&
    /^[a-z]+(-[a-z0-9]+)*$/.test(p.kind) &&
    isWhole(p.rev, 1, 999) &&
    isWhole(p.iat, 0, maxUnix) &&
    isWhole(exp, 0, maxUnix) &&
    areIds(p.aud, digestPattern, 8) &&
    p.aud.length > 0 &&
    typeof nonce === 'string' &&
    utf8(nonce).length <= 400 &&
    !/\p{Cc}/u.test(nonce) &&
    areIds(prev, idPattern, 64) &&
    typeof p.sub === 'string' &&
    subjectPattern.test(p.sub) &&
    isObject(p.body)
  if (!good) throw new Error('not an act')
  const body = p.body as JsonObject
  refuseOpaque(body)
  return {
    issuer: p.iss as string,
    issued: new Date((p.iat as number) * 1000),
    expires: exp ? new Date((exp as number) * 1000) : undefined,
    audience: p.aud as string[],
    kind: p.kind as string,
    rev: p.rev as number,
    subject: p.sub as string,
    nonce: nonce as string,
    prev: prev as string[],
    body,
    slots: p.slots === undefined ? [] : readSlots(p.slots),
  }
}

/** Nothing has one spelling: that the member is not there. A body may be empty. */
const saysNothing = (name: string, value: Json): boolean =>
  value === '' ||
  (name === 'exp' && value === 0) ||
  (name !== 'body' && typeof value === 'object' && value !== null && Object.keys(value).length === 0)

const isWhole = (n: Json | undefined, least: number, most: number): boolean =>
  typeof n === 'number' && Number.isInteger(n) && n >= least && n <= most

/** A list in which nothing stands twice. */
const areIds = (list: Json | undefined, pattern: RegExp, most: number): list is string[] =>
  Array.isArray(list) &&
  list.length <= most &&
  list.every((id) => typeof id === 'string' && pattern.test(id)) &&
  new Set(list).size === list.length

/** Nothing is hidden within plain values. */
function refuseOpaque(value: Json): void {
  if (tooDeep(value, maxDepth)) throw new Error(`more than ${maxDepth} objects and lists within one another`)
  if (holds(value, reserved)) throw new Error('what is hidden stands in slots')
}

/** Reads {"class": [{"...": "digest"}]}: no second element, no decoy, no digest twice. */
function readSlots(value: Json): Slot[] {
  const fault = new Error('slots: want one element each, each digest once')
  if (!isObject(value)) throw fault
  const slots = Object.entries(value).map(([name, list]) => {
    const element = Array.isArray(list) && list.length === 1 ? list[0] : undefined
    const digest = isObject(element) && Object.keys(element).length === 1 ? element['...'] : undefined
    if (!classPattern.test(name) || typeof digest !== 'string' || !digestPattern.test(digest)) throw fault
    return { class: name, digest }
  })
  const twice = new Set(slots.map((s) => s.digest)).size < slots.length
  if (slots.length === 0 || slots.length > 16 || twice) throw fault
  return slots
}

/** What there is to know of an act of a format that this program does not know. Nothing of it was checked. */
export async function outlineAct(compact: string): Promise<Pick<Act, 'id' | 'issuer' | 'kind' | 'subject'>> {
  const [head = '', claims = ''] = compact.split('.')
  const id = toHex(await sha256(utf8(head + '.' + claims)))
  try {
    const p = parseStrict(fromUtf8(fromBase64url(claims))) as JsonObject
    if ([p.iss, p.kind, p.sub].every((s) => typeof s === 'string') && subjectPattern.test(p.sub as string))
      return { id, issuer: p.iss as string, kind: p.kind as string, subject: p.sub as string }
  } catch {
    // then nothing of it stands where it always stood
  }
  return { id, issuer: '', kind: '', subject: '' }
}

/** Whether the key made the act. */
export async function madeBy(act: Act, key: PublicKey): Promise<boolean> {
  if (key.id !== act.issuer || key.algorithm !== act.algorithm) return false
  const dot = act.compact.lastIndexOf('.')
  const signature = fromBase64url(act.compact.slice(dot + 1))
  if (key.algorithm === 'Ed25519' && smallOrder(signature)) return false
  return verify(key, signature, utf8(act.compact.slice(0, dot)))
}

/** A body with the members of the disclosed slots beside those that are for everybody. */
export interface Opened {
  body: JsonObject
  disclosed: Record<string, string[]> // by class: its members, none where there is nothing
  withheld: string[] // classes without a disclosure: there may be something, or nothing
}

/**
 * Puts disclosures into their slots. Throws for one that belongs nowhere: then somebody shows
 * what the author never wrote.
 */
export async function openAct(act: Act, disclosures: string[]): Promise<Opened> {
  const all: [string, Json][] = Object.entries(act.body)
  const disclosed: Record<string, string[]> = {}
  const classes = new Map(act.slots.map((s) => [s.digest, s.class]))
  for (const d of disclosures) {
    const value = readDisclosure(d)
    const name = classes.get(await digestOf(d))
    if (name === undefined) throw new Error('a disclosure belongs to no slot of the act')
    if (Object.hasOwn(disclosed, name)) throw new Error('a slot is disclosed twice')
    disclosed[name] = Object.keys(value)
    all.push(...Object.entries(value))
  }
  if (new Set(all.map(([name]) => name)).size < all.length) throw new Error('a member stands twice')
  const withheld = act.slots.map((s) => s.class).filter((name) => !Object.hasOwn(disclosed, name))
  return { body: Object.fromEntries(all), disclosed, withheld }
}

/** Reads [salt, value]; what holds nothing is null, and an object without members here. */
function readDisclosure(encoded: string): JsonObject {
  const parts = parseStrict(fromUtf8(fromBase64url(encoded)))
  if (!Array.isArray(parts) || parts.length !== 2) throw new Error('not a disclosure')
  const [salt, value] = parts as [Json, Json]
  if (typeof salt !== 'string' || utf8(salt).length * 6 < 128) throw new Error('a salt of less than 128 bits')
  if (value === null) return {}
  if (!isObject(value) || Object.keys(value).length === 0) throw new Error('want an object, or null')
  refuseOpaque(value)
  return value
}

/**
 * Throws for slots that are not exactly those of the form, for a member that is in the clear
 * although it has a class, and for one that stands in another slot than its own.
 */
export function fitForm(act: Act, form: Form, opened?: Opened): void {
  if (act.slots.map((s) => s.class).join() !== classesOf(form).join())
    throw new Error('the slots are not those of the kind')
  if (Object.keys(act.body).some((name) => Object.hasOwn(form.hides, name)))
    throw new Error('a member that must be hidden is in the clear')
  for (const [name, held] of Object.entries(opened?.disclosed ?? {}))
    if (held.some((member) => !Object.hasOwn(form.hides, member) || form.hides[member] !== name))
      throw new Error('a member stands in the slot of another class')
}

/** Whether a later program may know what this one does not: such an act is neither right nor wrong. */
export const isUnknown = (act: Act, forms: Record<string, Form>): boolean =>
  !Object.hasOwn(forms, act.kind) || act.rev > (forms[act.kind] as Form).rev
