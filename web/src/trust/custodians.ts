import { isUnknown, madeBy, parseAct, type Act, type Form } from './act'
import { sha256, toHex, utf8 } from './bytes'
import { readRegisterKey, registerId } from './head'
import type { Json } from './json'
import { publicKey, readJwk, type PublicKey } from './keys'
import { mission, sideOf, Sides, text, type Custodian, type Founder, type Said, type Term } from './sides'
import { UnknownFormat } from './unknown'

/**
 * To whom this device seals, from acts that an office showed it (package people, Show). Nothing is believed but
 * signatures, and of whom that may; what was seen of each subject is remembered, so that none can be left out or put before.
 */

export interface Shown {
  founding: string // the act
  founders: Founder[]
  roots: { side: string; root: string }[]
  seen: Record<string, string[]> // ids of the acts, by what they are about, in their order
  set?: (Term & { digest: string; signed: string[] }) | undefined // in force
  lapsed: boolean // one side had set it alone, and that ended when a second came
}

/** What the office shows does not hold. */
export class NotShown extends Error {}

/** The digest by which acts name a set. */
async function custodiansDigest(all: Custodian[]): Promise<string> {
  const lines = all.map((c) => `${c.sealing} ${c.person} ${sideOf(c.party)}\n`).sort()
  return toHex(await sha256(utf8(lines.join(''))))
}

/** The digest of the acts about a subject that were seen, by which a device knows their beginning again. */
export const historyDigest = async (acts: string[]): Promise<string> =>
  toHex(await sha256(utf8(acts.map((id) => id + '\n').join(''))))

/**
 * Adds up acts that were shown; forms are those of the kinds that this program knows. Throws NotShown for what does not
 * hold, and UnknownFormat where only a later program can tell.
 */
export async function show(register: string, texts: string[], forms: Record<string, Form>): Promise<Shown> {
  const s = new Showing(register, forms)
  try {
    for (const [at, compact] of texts.entries()) await s.take(await parseAct(compact), at)
  } catch (e) {
    throw e instanceof NotShown || e instanceof UnknownFormat ? e : new NotShown(String(e))
  }
  const { founding, founders, sides } = s.sides
  if (!founding) throw new NotShown('nobody founded it')
  const { set, lapsed } = s.sides.current()
  const roots = sides.filter((x) => x.root && x.counts !== undefined).map(({ side, root }) => ({ side, root }))
  const shown = { founding, founders, roots, seen: s.seen, lapsed }
  if (!set) return shown
  const digest = await custodiansDigest(set.custodians)
  return { ...shown, set: { ...set, digest, signed: s.sides.signed(set.act) } }
}

interface Speaker {
  key: PublicKey
  person: string
  party: string
  until: Date | undefined
  by?: string // who vouched
  at?: Date // not earlier
}

interface Ended {
  key: string
  person: string
  party: string
  voice: string
  doubted: Date | undefined
}

const idOf = async (key: Json): Promise<string> => (await publicKey(readJwk(key))).id
const time = (value: Json | undefined): Date | undefined => (text(value) ? new Date(text(value)) : undefined)

class Showing {
  sides = new Sides()
  seen: Record<string, string[]> = {}
  private met = new Set<string>() // acts that were shown, or named by one that was
  private keys = new Map<string, Speaker>() // enrolled ones for which their side spoke
  private first = new Map<string, Speaker>() // for whom each was first enrolled
  private waits = new Map<string, Speaker>() // enrolments for which the party has not vouched
  private alone = new Map<string, Speaker>() // those for which the mission has
  private known = new Map<string, PublicKey>()
  private proved = new Set<string>() // whose holder proved to hold them
  private ends = new Map<string, Ended[]>()
  private moment = new Date(-8.64e15) // by the acts so far: no later one was received before it

  constructor(
    private register: string,
    private forms: Record<string, Form>,
  ) {}

  async take(act: Act, at: number): Promise<void> {
    if (!act.audience.includes(this.register)) throw new NotShown('it is meant for another register')
    this.inOrder(act)
    ;(this.seen[act.subject] ??= []).push(act.id)
    const noun = act.subject.split('/')[0] as string
    if (bodies[noun] && isUnknown(act, this.forms)) throw new UnknownFormat(`${act.kind}, ${act.rev}`)
    if (!bodies[noun]?.includes(act.kind)) return
    if (act.kind === 'office-opened' && !this.sides.founding) await this.founds(act)
    if (act.kind === 'key-possessed') return this.possessed(act)
    const by = await this.by(act)
    if (!by || (by.until && this.moment >= by.until)) return
    await this.signed(act, by.key)
    const speaks = { act, person: by.person, party: by.party, at }
    const voice = this.voice(speaks)
    if (this.late(act)) return
    if (voice) this.passes(act)
    const said: Said = { ...speaks, moment: this.moment }
    if (noun === 'key') return this.takeKey(said, voice)
    if (noun === 'person') return this.sides.takeRole(said, voice)
    if (this.mayKeep(said, voice)) await this.sides.take(said, idOf)
  }

  /** Refuses an act that comes again, or after one that followed it: so nothing that others replaced is brought back. */
  private inOrder(act: Act): void {
    if (this.met.has(act.id)) throw new NotShown('an act is shown again, or after one that followed it')
    for (const id of [act.id, ...act.prev]) this.met.add(id)
  }

  private async signed(act: Act, key: PublicKey): Promise<void> {
    if (!(await madeBy(act, key))) throw new NotShown('a signature does not fit')
  }

  private async founds({ body, subject }: Act): Promise<void> {
    const named = `office/${text(body.origin)}`
    const plain = /^[a-z]{2,24}\/[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$/.test(named)
    const key = await readRegisterKey(text(body.registerKey))
    if ((await registerId(key.text)) !== this.register || (plain && subject !== named))
      throw new NotShown('it founds another register')
  }

  /** Whoever proposes or answers speaks for a side; a founder who signs the founding and a root that brings itself do not yet. */
  private mayKeep({ act, party }: Said, voice: string): boolean {
    if (act.kind === 'office-opened') return !this.sides.founding
    if (act.kind === 'root-enrolled') return true
    if (act.kind === 'endorsed' && party && act.body.act === this.sides.founding) return true
    if (act.kind === 'endorsed' && party && this.sides.first(party, text(act.body.act))) return true
    return voice !== ''
  }

  /** An act was not received before it was signed, by its author's clock, which is asked no further than the act lasts. */
  private passes({ issued, expires }: Act): void {
    const signed = expires && expires < issued ? expires : issued
    if (signed > this.moment) this.moment = signed
  }

  /** It was received after its author meant it to be, as the acts before it show. What takes power counts nevertheless. */
  private late({ kind, expires }: Act): boolean {
    return !taking.includes(kind) && expires !== undefined && expires < this.moment
  }

  /** Whom the key of an act speaks for, if the acts so far tell. */
  private async by(act: Act): Promise<Speaker | undefined> {
    if (act.kind === 'office-opened')
      for (const f of (act.body.founders as { party?: string; person: string; key: Json }[] | undefined) ?? []) {
        const key = await publicKey(readJwk(f.key))
        if (key.id === act.issuer) return { key, person: f.person, party: f.party ?? '', until: undefined }
      }
    const by = await this.speaker(act.issuer)
    if (act.kind !== 'root-enrolled') return by
    const key = await publicKey(readJwk(act.body.key as Json))
    const party = text(act.body.party)
    if (key.id !== act.issuer) return by
    const person = by?.person ?? ''
    return this.ended(key.id, person, party) ? undefined : { key, person: '', party, until: undefined }
  }

  private async speaker(id: string): Promise<Speaker | undefined> {
    const by = await this.named(id)
    return by && !this.ended(id, by.person, by.party) ? by : undefined
  }

  private async named(id: string): Promise<Speaker | undefined> {
    const always = { until: undefined }
    for (const f of this.sides.founders) {
      const side = this.sides.side(sideOf(f.party))
      if (f.id === id && (!side.root || side.root === id))
        return f.removed && !f.party
          ? undefined
          : { key: await publicKey(readJwk(f.key)), person: f.person, party: f.party, ...always }
    }
    for (const s of this.sides.sides)
      if (s.root === id && s.key !== undefined)
        return { key: await publicKey(readJwk(s.key)), person: s.holder, party: s.side, ...always }
    let k = this.keys.get(id)
    const lone = this.alone.get(id)
    if (!k && lone && !this.sides.side(sideOf(lone.party)).root) k = lone // nobody of the party could vouch
    return k && this.proved.has(id) && !this.fell(k) ? k : undefined
  }

  /** A root vouched for a key when it was, as its own side says, in other hands. */
  private fell({ by, at, party }: Speaker): boolean {
    if (!by || !at || !this.sides.rooted(party, by)) return false
    return (this.ends.get(by) ?? []).some((e) => (e.party === party || e.key === by) && e.doubted && at >= e.doubted)
  }

  /** The owner of a key, or its side, said that it ended. */
  private ended(id: string, person: string, party: string): boolean {
    return (this.ends.get(id) ?? []).some(
      (e) => e.key === id || (e.party === party && e.person !== '' && e.person === person) || e.voice === sideOf(party),
    )
  }

  /** For the mission its administrators speak, for a party its root and registrars. */
  private voice(s: Omit<Said, 'moment'>): string {
    if (!s.party && !this.sides.administers(s.person, this.moment)) return ''
    return this.sides.voice(s)
  }

  private async takeKey({ act, person, party }: Said, voice: string): Promise<void> {
    if (act.kind === 'key-enrolled') return this.enrolled(act, voice)
    if (act.kind === 'endorsed' && act.body.answer === 'yes') {
      const k = this.waits.get(text(act.body.act))
      if (k && voice === sideOf(k.party)) this.keys.set(k.key.id, { ...k, by: act.issuer, at: this.moment })
    }
    if (act.kind === 'key-revoked') {
      const id = act.subject.replace('key/jkt:', '')
      const doubted = time(act.body.compromisedSince)
      const end = { key: act.issuer, person, party, voice, doubted }
      this.ends.set(id, [...(this.ends.get(id) ?? []), end])
    }
  }

  private async enrolled(act: Act, voice: string): Promise<void> {
    const key = await publicKey(readJwk(act.body.key as Json))
    if (act.subject !== 'key/jkt:' + key.id) throw new NotShown('it is about another key')
    this.known.set(key.id, key)
    const party = text(act.body.party)
    const k = { key, person: text(act.body.holder), party, until: time(act.body.until) }
    if (!this.stays(k, voice)) return
    if (voice === sideOf(party)) return void this.keys.set(key.id, { ...k, by: act.issuer, at: this.moment })
    this.waits.set(act.id, k)
    if (voice === mission) this.alone.set(key.id, k)
  }

  /** A key stays with whom it was first enrolled for; the mission takes nothing of its time from one for which it vouches. */
  private stays(k: Speaker, voice: string): boolean {
    const first = this.first.get(k.key.id)
    if (!first && (voice === mission || voice === sideOf(k.party))) this.first.set(k.key.id, k)
    const lone = this.alone.get(k.key.id)
    const shorter = lone && k.party && voice === mission && k.until && (!lone.until || k.until < lone.until)
    return (!first || (first.person === k.person && first.party === k.party)) && !shorter
  }

  /** The proof that somebody holds a key, by that key. */
  private async possessed(act: Act): Promise<void> {
    const key = this.known.get(act.issuer)
    if (!key || act.subject !== 'key/jkt:' + act.issuer) return
    await this.signed(act, key)
    this.proved.add(act.issuer)
  }
}

/** What takes power from somebody. */
const taking = ['key-revoked', 'registrar-withdrawn', 'founder-removed', 'role-withdrawn']

/** Kinds of act that say something of sides, custodians and who speaks, by what they are about. */
const bodies: Record<string, string[]> = {
  office: [
    ...['office-opened', 'root-named', 'root-enrolled', 'registrar-named', 'registrar-withdrawn', 'founder-removed'],
    ...['rules-set', 'custodians-set', 'endorsed'],
  ],
  key: ['key-enrolled', 'key-possessed', 'key-revoked', 'endorsed'],
  person: ['role-granted', 'role-withdrawn', 'endorsed'],
}
