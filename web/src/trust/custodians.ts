import { madeBy, parseAct, type Act } from './act'
import { sha256, toHex, utf8 } from './bytes'
import { readRegisterKey, registerId } from './head'
import type { Json } from './json'
import { publicKey, readJwk, type PublicKey } from './keys'
import { sideOf, Sides, text, type Custodian, type Term } from './sides'

/**
 * To whom this device seals, from acts that an office showed it (package people, Show). Nothing is believed but
 * signatures; what was seen of the acts about the office is remembered, so that none can be left out or put before.
 */

export interface Shown {
  acts: string[] // ids of those about the office, in their order
  set?: (Term & { digest: string; signed: string[] }) | undefined // in force
  lapsed: boolean // one side had set it alone, and that ended when a second came
}

/** What the office shows does not hold. */
export class NotShown extends Error {}

/** The digest by which acts name a set. */
export async function custodiansDigest(all: Custodian[]): Promise<string> {
  const lines = all.map((c) => `${c.sealing} ${c.person} ${sideOf(c.party)}\n`).sort()
  return toHex(await sha256(utf8(lines.join(''))))
}

/** The digest of the acts about the office that were seen, by which a device knows their beginning again. */
export const historyDigest = async (acts: string[]): Promise<string> =>
  toHex(await sha256(utf8(acts.map((id) => id + '\n').join(''))))

export async function show(register: string, texts: string[]): Promise<Shown> {
  const s = new Showing(register)
  try {
    for (const [at, compact] of texts.entries()) await s.take(await parseAct(compact), at)
  } catch (e) {
    throw e instanceof NotShown ? e : new NotShown(String(e))
  }
  if (!s.sides.founding) throw new NotShown('nobody founded it')
  const { set, lapsed } = s.sides.current()
  if (!set) return { acts: s.acts, lapsed }
  const digest = await custodiansDigest(set.custodians)
  return { acts: s.acts, lapsed, set: { ...set, digest, signed: s.sides.signed(set.act) } }
}

interface Speaker {
  key: PublicKey
  person: string
  party: string
  ended: boolean
}

const idOf = async (key: Json): Promise<string> => (await publicKey(readJwk(key))).id

class Showing {
  sides = new Sides()
  acts: string[] = []
  private keys = new Map<string, Speaker>() // enrolled ones
  private waits = new Map<string, Speaker>() // enrolments for which the party has not vouched

  constructor(private register: string) {}

  async take(act: Act, at: number): Promise<void> {
    if (!act.audience.includes(this.register)) throw new NotShown('it is meant for another register')
    if (act.subject.startsWith('key/')) return this.takeKey(act, at)
    if (!act.subject.startsWith('office/')) return
    this.acts.push(act.id)
    if (!(act.kind in bodies)) return
    if (act.kind === 'office-opened' && !this.sides.founding) await this.founds(act)
    const by = await this.by(act)
    if (!by || by.ended) return
    if (!(await madeBy(act, by.key))) throw new NotShown('a signature does not fit')
    await this.sides.take({ act, person: by.person, party: by.party, at }, idOf)
  }

  private async founds({ body, subject }: Act): Promise<void> {
    const named = `office/${text(body.origin)}`
    const plain = /^[a-z]{2,24}\/[A-Za-z0-9][A-Za-z0-9._:-]{0,79}$/.test(named)
    const key = await readRegisterKey(text(body.registerKey))
    if ((await registerId(key.text)) !== this.register || (plain && subject !== named))
      throw new NotShown('it founds another register')
  }

  /** Whom the key of an act speaks for, if the acts so far tell. */
  private async by(act: Act): Promise<Speaker | undefined> {
    if (act.kind === 'office-opened')
      for (const f of (act.body.founders as { party?: string; person: string; key: Json }[] | undefined) ?? []) {
        const key = await publicKey(readJwk(f.key))
        if (key.id === act.issuer) return { key, person: f.person, party: f.party ?? '', ended: false }
      }
    if (act.kind === 'root-enrolled') {
      const key = await publicKey(readJwk(act.body.key as Json))
      if (key.id === act.issuer) return { key, person: '', party: text(act.body.party), ended: false }
    }
    return this.speaker(act.issuer)
  }

  private async speaker(id: string): Promise<Speaker | undefined> {
    const ended = this.keys.get(id)?.ended ?? false
    for (const f of this.sides.founders) {
      const side = this.sides.side(sideOf(f.party))
      if (f.id === id && (!side.root || side.root === id))
        return { key: await publicKey(readJwk(f.key)), person: f.person, party: f.party, ended: ended || f.removed }
    }
    for (const s of this.sides.sides)
      if (s.root === id && s.key !== undefined)
        return { key: await publicKey(readJwk(s.key)), person: s.holder, party: s.side, ended }
    return this.keys.get(id)
  }

  private async takeKey(act: Act, at: number): Promise<void> {
    const by = await this.speaker(act.issuer)
    if (!by || by.ended) return
    if (!(await madeBy(act, by.key))) throw new NotShown('a signature does not fit')
    const voice = this.sides.voice({ act, person: by.person, party: by.party, at })
    if (act.kind === 'key-enrolled') await this.enrolled(act, voice)
    if (act.kind === 'endorsed' && act.body.answer === 'yes') {
      const k = this.waits.get(text(act.body.act))
      if (k && voice === sideOf(k.party)) this.keys.set(k.key.id, k)
    }
    if (act.kind === 'key-revoked') {
      const id = act.subject.replace('key/jkt:', '')
      const of = await this.speaker(id)
      if (of && (act.issuer === id || voice === sideOf(of.party))) this.keys.set(id, { ...of, ended: true })
    }
  }

  private async enrolled(act: Act, voice: string): Promise<void> {
    const key = await publicKey(readJwk(act.body.key as Json))
    if (act.subject !== 'key/jkt:' + key.id) throw new NotShown('it is about another key')
    const party = text(act.body.party)
    const held = this.keys.get(key.id)
    if (held && (held.ended || held.party !== party)) return
    const k = { key, person: text(act.body.holder), party, ended: false }
    if (voice === sideOf(party)) this.keys.set(key.id, k)
    else this.waits.set(act.id, k)
  }
}

/** Kinds of act that say something of sides and custodians. */
const bodies: Record<string, true> = {
  'office-opened': true,
  'root-named': true,
  'root-enrolled': true,
  'registrar-named': true,
  'registrar-withdrawn': true,
  'founder-removed': true,
  'rules-set': true,
  'custodians-set': true,
  endorsed: true,
}
