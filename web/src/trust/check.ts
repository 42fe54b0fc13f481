import { fitForm, isUnknown, madeBy, outlineAct, parseAct, type Act, type Form } from './act'
import { equal, fromBase64, fromUtf8, toBase64, type Bytes } from './bytes'
import { cosigners, headIsSigned, maxEntries, readHead, readRegisterKey, registerId, type SignedHead } from './head'
import { isObject, type Json } from './json'
import { publicKey, readJwk, thumbprint, type PublicKey } from './keys'
import { consistencyProof, extends_, leafHash, rootAt, Tree } from './merkle'
import { rangeReader, splitEntries, splitHashes, tilePath, tileWidth, type Fetch } from './tiles'
import { UnknownFormat } from './unknown'

/**
 * Checking a register without believing the office that serves it. Everything is computed
 * here from bytes: the office's word is taken for nothing but the bytes themselves.
 *
 * What this does not check: whether an author was permitted to say what he or she said.
 * `truce check` does, with the office's policies.
 */

/** A head that this device has seen and checked before. */
export interface Seen {
  size: number
  root: string
  at: string
  note: string
  before?: { size: number; root: string }[] // heads of the same history that were seen before it
}

/** How many earlier heads are remembered. */
const mostBefore = 64

/** What a device remembers once it has seen a good head: that, and what it remembered before. */
export function remembered(seen: Seen | undefined, head: Omit<Seen, 'before'>): Seen {
  const before = [...(seen?.before ?? []), ...(seen ? [{ size: seen.size, root: seen.root }] : [])]
  return { ...head, before: before.filter((b) => b.size < head.size).slice(-mostBefore) }
}

export interface Question {
  note: string // the signed head, as fetched
  key: string // the register's key, from elsewhere than the office where that is possible
  seen?: Seen | undefined
  entries: boolean // whether the entries may be read, or only their hashes
  forms: Record<string, Form> // of the kinds of act that this program knows
}

export type Step = 'signature' | 'history' | 'tree' | 'acts'

export interface Verdict {
  step: Step
  good: boolean
  older?: boolean // nothing is wrong but that the head is older than what was seen, and shown to be of the same history
  beyond?: boolean // this program, or its browser, is older than what it was shown: neither good nor bad
  why: string // a word of the words file check
  facts: Record<string, string | number>
}

export interface Answer {
  head?: { origin: string; size: number; root: string; cosigners: string[] }
  verdicts: Verdict[]
}

type Tell = (step: Step, done: number, of: number) => void

/** Checks and answers a verdict for each step; after a bad one nothing that stands on it is looked at. */
export async function check(q: Question, fetchPath: Fetch, tell: Tell): Promise<Answer> {
  const verdicts: Verdict[] = []
  const signed = await signature(q, verdicts)
  if (!signed) return { verdicts }
  const { head } = signed
  const answer: Answer = { head: { ...head, root: toBase64(head.root), cosigners: cosigners(signed) }, verdicts }
  if (!verdicts[0]?.good) return answer
  verdicts.push(await guarded('history', () => history(q.seen, signed, fetchPath)))
  if (q.entries) verdicts.push(...(await allEntries(q, signed, fetchPath, tell)))
  else verdicts.push(await guarded('tree', () => hashesOnly(signed, fetchPath, tell)))
  return answer
}

/** What cannot be read is a bad verdict, not a fault of the desk's. */
async function guarded(step: Step, run: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await run()
  } catch (fault) {
    if (fault instanceof UnknownFormat) return { step, good: false, beyond: true, why: 'beyond', facts: {} }
    return {
      step,
      good: false,
      why: 'unreadable',
      facts: { fault: String(fault instanceof Error ? fault.message : fault) },
    }
  }
}

async function signature(q: Question, verdicts: Verdict[]): Promise<SignedHead | undefined> {
  let signed: SignedHead | undefined
  verdicts.push(
    await guarded('signature', async (): Promise<Verdict> => {
      const key = await readRegisterKey(q.key)
      signed = readHead(q.note)
      const { size } = signed.head
      if (size > maxEntries) return { step: 'signature', good: false, why: 'tooMany', facts: { size } }
      const good = await headIsSigned(signed, key)
      return {
        step: 'signature',
        good,
        why: good ? 'signed' : 'notSigned',
        facts: { name: key.name, size: signed.head.size },
      }
    }),
  )
  return signed
}

async function history(seen: Seen | undefined, { head }: SignedHead, fetchPath: Fetch): Promise<Verdict> {
  const step = 'history'
  if (!seen) return { step, good: true, why: 'firstSeen', facts: {} }
  const facts = { older: seen.size, newer: head.size, at: seen.at }
  const older = fromBase64(seen.root)
  if (seen.size > head.size) {
    const why = await behind(seen, head, older, fetchPath)
    return { step, good: false, older: why === 'older', why, facts }
  }
  const proof = await consistencyProof(seen.size, head.size, rangeReader(fetchPath, head.size))
  const good = await extends_(proof, seen.size, older, head.size, head.root)
  return { step, good, why: good ? 'extended' : 'forked', facts }
}

/**
 * What a head with fewer entries than were seen is. A register never shrinks: the head is older if this device saw it before,
 * or if hashes that add up to what was seen show it to be the beginning; it is of another history if they show that. If nothing
 * shows either, it is not proven.
 */
export async function behind(seen: Seen, head: SignedHead['head'], root: Bytes, fetchPath: Fetch): Promise<string> {
  const known = seen.before?.find((b) => b.size === head.size)
  if (known) return known.root === toBase64(head.root) ? 'older' : 'forked'
  if (head.size === 0) return 'older'
  try {
    const range = rangeReader(fetchPath, seen.size)
    const then = await rootAt(head.size, range)
    const proof = await consistencyProof(head.size, seen.size, range)
    if (await extends_(proof, head.size, then, seen.size, root)) return equal(then, head.root) ? 'older' : 'forked'
  } catch {
    // The office does not hand out the hashes of what was seen.
  }
  return 'shrunk'
}

/** Rebuilds the tree from the hashes of its leaves. */
async function hashesOnly({ head }: SignedHead, fetchPath: Fetch, tell: Tell): Promise<Verdict> {
  const tree = new Tree()
  for (let n = 0; n * tileWidth < head.size; n++) {
    for (const hash of splitHashes(await fetchPath(tilePath(0, n, head.size)))) await tree.append(hash)
    tell('tree', tree.size, head.size)
  }
  const good = equal(await tree.root(), head.root)
  return { step: 'tree', good, why: good ? 'hashesFit' : 'hashesDiffer', facts: { size: head.size } }
}

/** Reads every entry: hashes them into the signed root, and checks each signature. */
async function allEntries(q: Question, { head }: SignedHead, fetchPath: Fetch, tell: Tell): Promise<Verdict[]> {
  const tree = new Tree()
  const reader = new Entries(q.key, q.forms)
  let moved: number | undefined // first entry whose hash is not the one in the tiles
  const treeVerdict = await guarded('tree', async () => {
    for (let n = 0; n * tileWidth < head.size; n++) {
      const [bundle, hashes] = await Promise.all([
        fetchPath(tilePath('entries', n, head.size)),
        fetchPath(tilePath(0, n, head.size)).then(splitHashes),
      ])
      const entries = splitEntries(bundle)
      if (entries.length !== hashes.length)
        throw new Error(`bundle ${n} has ${entries.length} entries instead of ${hashes.length}`)
      for (const [i, entry] of entries.entries()) {
        const hash = await leafHash(entry)
        if (moved === undefined && !equal(hash, hashes[i] as Bytes)) moved = tree.size
        await tree.append(hash)
        await reader.take(entry, tree.size - 1)
      }
      tell('acts', tree.size, head.size)
    }
    const good = equal(await tree.root(), head.root)
    const why = good ? 'entriesFit' : moved === undefined ? 'hashesDiffer' : 'entryDiffers'
    return { step: 'tree', good, why, facts: { size: head.size, entry: moved ?? 0 } }
  })
  return [treeVerdict, reader.verdict()]
}

const entryForm = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) (.+)$/s

/** What an entry is: when the office received it, and the act. */
export async function readEntry(bytes: Bytes): Promise<{ received: string; act: Act }> {
  const { received, compact } = splitEntry(bytes)
  return { received, act: await parseAct(compact) }
}

/** Whether the calendar and the clock have a moment, to the microsecond. */
const isMoment = (text: string): boolean => {
  const at = new Date(text.slice(0, 23) + 'Z')
  return !Number.isNaN(at.getTime()) && at.toISOString() === text.slice(0, 23) + 'Z'
}

/** An entry whose act nobody has read yet. */
export function splitEntry(bytes: Bytes): { received: string; compact: string } {
  const found = entryForm.exec(fromUtf8(bytes))
  if (found && !isMoment(found[1] as string)) throw new Error('no such moment')
  if (!found) throw new Error('not an entry')
  return { received: found[1] as string, compact: found[2] as string }
}

/** Entries reads the acts in their order and knows which keys have been enrolled so far. */
class Entries {
  private keys = new Map<string, PublicKey>()
  private revoked = new Set<string>()
  private ids = new Set<string>()
  private last = ''
  private bad: Verdict | undefined
  private good = 0
  private unknown = 0
  private beyond = new Set<string>() // keys that may be enrolled by what is not known here
  private anyKey = false // what is not known here may have named any

  constructor(
    private registerKey: string,
    private forms: Record<string, Form>,
  ) {}

  async take(entry: Bytes, index: number): Promise<void> {
    if (this.bad) return // the first is named; what follows may stand on it
    const verdict = await guarded('acts', () => this.look(entry, index))
    if (verdict.good && verdict.why === 'notKnown') this.unknown++
    else if (verdict.good) this.good++
    else this.bad = { ...verdict, facts: { ...verdict.facts, entry: index } }
  }

  private async look(entry: Bytes, index: number): Promise<Verdict> {
    const { received, compact } = splitEntry(entry)
    const act = await parseAct(compact).catch((fault: unknown) => {
      if (fault instanceof UnknownFormat) return undefined
      throw fault
    })
    const outline = act ?? (await outlineAct(compact))
    const { id } = outline
    const unknown = !act || isUnknown(act, this.forms)
    const why =
      (received < this.last && 'timeWentBack') ||
      (this.ids.has(id) && 'twice') ||
      (index === 0 && !unknown && !this.opens(act) && 'otherOffice') ||
      (act ? await this.judge(act, index) : 'notKnown')
    if (unknown) this.mayEnrol(outline.subject)
    this.last = received
    this.ids.add(id)
    return { step: 'acts', good: why === 'acts' || why === 'notKnown', why, facts: { id } }
  }

  private opens = (act: Act): boolean => act.kind === 'office-opened' && act.body.registerKey === this.registerKey

  /** What is not known here may enrol the key that it is about, or one of a side where it is about an office. */
  private mayEnrol(subject: string): void {
    if (subject.startsWith('key/jkt:')) this.beyond.add(subject.slice('key/jkt:'.length))
    else if (subject.startsWith('office/') || subject === '') this.anyKey = true
  }

  /** Judges an act of the format that is known here. What only a later program knows is neither right nor wrong. */
  private async judge(act: Act, index: number): Promise<string> {
    const form = isUnknown(act, this.forms) ? undefined : this.forms[act.kind]
    if (index === 0) await this.found(act)
    if (form && act.kind === 'root-enrolled') await this.know(act.body.key) // whose it is was said with its fingerprint
    const key = this.keys.get(act.issuer)
    if (key && !(await madeBy(act, key))) return 'notMade'
    if (!form) return 'notKnown'
    if (!key) return this.anyKey || this.beyond.has(act.issuer) ? 'notKnown' : 'keyUnknown'
    if (this.revoked.has(act.issuer)) return 'keyRevoked'
    if (!act.audience.includes(await this.id())) return 'otherRegister'
    if (act.rev === form.rev && !fits(act, form)) return 'slotsWrong'
    if (act.kind === 'key-enrolled') await this.know(act.body.key)
    if (act.kind === 'key-revoked') this.revoked.add(act.subject.replace('key/jkt:', ''))
    return 'acts'
  }

  /** The id of this register, for which every act in it must have been signed. */
  private id = (): Promise<string> => (this.ownId ??= registerId(this.registerKey))
  private ownId: Promise<string> | undefined

  /** The first entry carries the keys of those who found the office: there is nobody yet to vouch for them. */
  private async found({ body }: Act): Promise<void> {
    if (!Array.isArray(body.founders)) return
    for (const founder of body.founders) if (isObject(founder)) await this.know(founder.key)
  }

  private async know(jwk: Json | undefined): Promise<void> {
    if (!isObject(jwk)) return
    let id = ''
    try {
      const known = readJwk(jwk)
      id = await thumbprint(known)
      this.keys.set(id, await publicKey(known))
    } catch (fault) {
      if (!(fault instanceof UnknownFormat)) throw fault
      this.beyond.add(id) // a key that is not read here signs by an algorithm that is not known here
    }
  }

  verdict(): Verdict {
    if (this.bad) return this.bad
    const facts = { count: this.good, keys: this.keys.size, unknown: this.unknown }
    return { step: 'acts', good: true, why: this.unknown > 0 ? 'actsNotAllKnown' : 'actsGood', facts }
  }
}

function fits(act: Act, form: Form): boolean {
  try {
    fitForm(act, form)
    return true
  } catch {
    return false
  }
}
