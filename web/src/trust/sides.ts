import type { Act } from './act'
import { isObject, type Json, type JsonObject } from './json'

/**
 * Which sides there are and what they set, folded from acts about an office in their order, as package people
 * does (FoldOffice). Times of receipt are not asked: the order stands for them.
 */

/** After so long nobody says a thing again (package people, surelyLate): two weeks, and twice as long as an act lasts. */
const tooLong = (14 + 2 * 92) * 24 * 3_600_000

export const mission = 'mission'
export const sideOf = (party: string): string => party || mission

export interface Custodian {
  person: string
  party: string
  sealing: string
}

/** A set of custodians, from the act by which the last needed signature came. */
export interface Term {
  act: string
  since: number
  alone: boolean // one side set it, when there was no second
  custodians: Custodian[]
}

/** An act, and for whom its key spoke. */
export interface Said {
  act: Act
  person: string
  party: string
  at: number
  moment: Date // not received before that, by all acts so far
}

export interface Founder {
  party: string
  person: string
  key: Json
  id: string
  removed: boolean
}

interface Named {
  act: string
  fingerprint: string
  person: string
  agreed: boolean
  replaces: string // the root that the side had then
  own?: boolean // that root signed it
  refused?: boolean
  founding?: boolean // the founding names it
  heard: string[] // of a first root: keys of the party that signed it
  key?: Json | undefined
}

interface Side {
  side: string
  root: string
  key?: Json | undefined
  holder: string
  founding?: boolean // the founding names it as a side
  named?: string // the act that named its root
  counts?: number | undefined
  before: { root: string; until: number }[] // roots that it had
  registrars: { person: string; from: number; until?: number }[]
  awaits: Named[]
}

/** What some sides signed without the word of one that it concerns: the end of a founder's power, a set of custodians. */
interface Asked {
  act: string
  founder: string // '' of custodians
  what: string
  of: () => string[] // whose word it is
  at: number
  put: Date // not before that it was put forward
  enough?: Date | undefined // nor after that as many signed as must
  agreed?: number // since when as many signed as must
  refused?: boolean // one that it concerns said no
  again?: boolean // it was said again, and that had effect
  spent?: boolean // what it is about was changed since
}

enum Standing {
  waits,
  alone,
  inForce,
}

interface Proposal {
  kind: string
  about: string
  received: number
  answers: { voice: string; yes: boolean; at: number }[]
  standing: Standing
  rule: (p: Proposal) => Standing
  effect: (at: number, standing: Standing) => void
}

export const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '')
const objects = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : [])

const custodiansOf = (value: Json | undefined): Custodian[] =>
  objects(value).map((c) => ({ person: text(c.person), party: text(c.party), sealing: text(c.sealing) }))

export class Sides {
  founding = '' // the act; nothing yet if empty
  founders: Founder[] = []
  sides: Side[] = []
  sets: Term[] = []
  secondSide: number | undefined
  private thresholds: { act: string; since: number; sides: number }[] = []
  private asked: Asked[] = []
  private proposals = new Map<string, Proposal>()
  private roles = new Map<string, { held: boolean; until?: Date | undefined }>() // administrators, by person

  /** Takes the next act about the office; idOf tells the thumbprint of a key. */
  async take(s: Said, idOf: (key: Json) => Promise<string>): Promise<void> {
    const b = s.act.body
    if (s.act.kind === 'office-opened' && !this.founding) return this.open(s, b, idOf)
    if (!this.founding) return
    switch (s.act.kind) {
      case 'root-named':
        return this.nameRoot(s, b)
      case 'root-enrolled':
        return this.bringRoot(s, b)
      case 'registrar-named':
      case 'registrar-withdrawn':
        return this.registrar(s, b)
      case 'founder-removed':
        return this.removeFounder(s, text(b.founder))
      case 'rules-set':
        return this.setRules(s, b)
      case 'custodians-set':
        return this.setCustodians(s, custodiansOf(b.custodians))
      case 'endorsed':
        return this.endorse(s, b)
    }
  }

  side(name: string): Side {
    let side = this.sides.find((x) => x.side === name)
    if (!side) this.sides.push((side = { side: name, root: '', holder: '', before: [], registrars: [], awaits: [] }))
    return side
  }

  /** The side for which an act about people speaks; '' if for none. */
  voice(s: { act: Pick<Act, 'issuer'>; person: string; party: string; at: number }): string {
    if (!s.party) return mission
    const side = this.side(s.party)
    if (!side.root) return ''
    const named = side.registrars.some(
      (r) => r.person === s.person && r.from <= s.at && (r.until === undefined || s.at < r.until),
    )
    const had = side.before.some((b) => b.root === s.act.issuer && s.at <= b.until)
    return s.act.issuer === side.root || named || had ? side.side : ''
  }

  /** The root that a side has or, where it did not come yet, is to have by the founding. */
  private rootOf(side: Side): string {
    return side.root || (this.founders.find((f) => f.party !== '' && f.party === side.side)?.id ?? '')
  }

  /** Reports whether a key is the root of a party, or was before another took its place. */
  rooted(party: string, key: string): boolean {
    const side = this.side(sideOf(party))
    return party !== '' && (this.rootOf(side) === key || side.before.some((b) => b.root === key))
  }

  /** Reports whether a person founded the office for the mission, or was made its administrator. */
  administers(person: string, moment: Date): boolean {
    const role = this.roles.get(person)
    const founded = this.founders.some((f) => !f.party && f.person === person && !f.removed)
    return founded || (role !== undefined && role.held && (!role.until || moment < role.until))
  }

  /** Takes the next act about a person: who administers the office, the mission says, and a second side once there is one. */
  takeRole(s: Said, voice: string): void {
    const b = s.act.body
    if (s.act.kind === 'endorsed') return void this.answer(s, voice, b)
    if (b.role !== 'administrator') return
    const until = text(b.until) ? new Date(text(b.until)) : undefined
    const held = s.act.kind === 'role-granted'
    const effect = () => void this.roles.set(s.act.subject, { held, until })
    if (!held && s.person === s.act.subject)
      effect() // a role of one's own
    else if (voice === mission) this.propose(s, voice, this.reckon, effect)
  }

  /** The set in force after all that was taken; nothing if none is. Lapsed: the last was one side's own, and a second counts since. */
  current(): { set?: Term; lapsed: boolean } {
    const last = this.sets.at(-1)
    if (!last) return { lapsed: false }
    const lapsed = last.alone && this.secondSide !== undefined
    return lapsed ? { lapsed } : { set: last, lapsed }
  }

  /** The sides that signed an act, in their order. */
  signed(act: string): string[] {
    const p = this.proposals.get(act)
    return p ? this.signatories(p) : []
  }

  /** The sides that signed while they counted. */
  private signatories(p: Proposal): string[] {
    const counts = (voice: string) => this.sides.find((x) => x.side === voice)?.counts ?? Infinity
    return [...new Set(p.answers.filter((a) => a.yes && counts(a.voice) <= a.at).map((a) => a.voice))]
  }

  private async open(s: Said, b: JsonObject, idOf: (key: Json) => Promise<string>): Promise<void> {
    this.founding = s.act.id
    const rules = isObject(b.rules) ? b.rules : {}
    this.thresholds.push({ act: s.act.id, since: s.at, sides: Number(rules.threshold) })
    for (const f of objects(b.founders)) {
      const party = text(f.party)
      const id = await idOf(f.key as Json)
      this.founders.push({ party, person: text(f.person), key: f.key as Json, id, removed: false })
      const side = this.side(sideOf(party))
      side.founding = true
      if (party === s.party) this.count(side, s.at)
      if (party) {
        const person = text(f.person)
        side.awaits = [
          { act: s.act.id, fingerprint: id, person, agreed: true, key: f.key, replaces: '', founding: true, heard: [] },
        ]
        if (party === s.party) this.accede(side, side.awaits[0] as Named, s.at)
      }
    }
    for (const party of Array.isArray(b.parties) ? b.parties : []) this.side(text(party)).founding = true
    const rule = (p: Proposal) => (this.signatories(p).length < 2 ? Standing.waits : Standing.inForce)
    this.propose(s, sideOf(s.party), rule, () => undefined)
    const custodians = custodiansOf(b.custodians)
    if (custodians.length) this.put({ act: s.act.id, since: s.at, alone: true, custodians })
  }

  private count(side: Side, at: number): void {
    if (side.counts !== undefined) return
    side.counts = at
    if (this.sides.filter((x) => x.counts !== undefined).length === 2) this.secondSide = at
  }

  private nameRoot(s: Said, b: JsonObject): void {
    const party = text(b.party)
    const side = this.side(party)
    const own = side.root !== '' && s.act.issuer === side.root
    const n: Named = {
      act: s.act.id,
      fingerprint: text(b.fingerprint),
      person: text(b.person),
      agreed: false,
      replaces: this.rootOf(side),
      own,
      heard: [],
    }
    if (n.fingerprint === n.replaces) Object.assign(n, { replaces: '', key: side.key })
    if (own) this.refuseNamings(side, (x) => x.own === true) // it thought otherwise since
    side.awaits.push(n)
    const rule = (p: Proposal) => {
      if (!n.replaces || !side.awaits.includes(n)) return this.reckon(p)
      return n.own || (n.agreed && n.key !== undefined) ? Standing.inForce : Standing.waits
    }
    this.propose(s, this.voice(s), rule, (at) => {
      n.agreed = true
      this.accede(side, n, at)
    })
    this.agreeOn(s.act.id)
  }

  /** Notes whether enough sides signed that a root is replaced. */
  private agreeOn(act: string): void {
    const p = this.proposals.get(act)
    const n = this.sides.flatMap((x) => x.awaits).find((x) => x.act === act)
    if (p && n?.replaces) n.agreed = n.own === true || this.reckon(p) === Standing.inForce
  }

  /** Ends for good what was named as a side's root and did not come yet. */
  private refuseNamings(side: Side, which: (n: Named) => boolean): void {
    for (const n of side.awaits) if (!n.founding && which(n)) n.refused = true
  }

  private signedBy(act: string, side: string): boolean {
    return this.proposals.get(act)?.answers.some((a) => a.yes && a.voice === side) ?? false
  }

  /**
   * What a side says of a root that was named in place of its own, or as its first; reports whether it is one voice among those that sign. A
   * no ends whatever others named by then; to what the side's root named itself it takes that back.
   */
  private rootAnswers(s: Said, voice: string, b: JsonObject): boolean {
    for (const side of this.sides) {
      const n = side.awaits.find((x) => x.act === text(b.act))
      if (n && !side.root && (voice === side.side || s.party === side.side) && s.act.issuer !== n.fingerprint) {
        if (b.answer === 'yes') {
          if (!n.heard.includes(s.act.issuer)) n.heard.push(s.act.issuer)
          return false
        }
        n.refused = true
        this.refuseNamings(side, (x) => x.fingerprint === n.fingerprint && !x.heard.includes(s.act.issuer))
        return false
      }
      if (!n?.replaces || voice !== side.side) continue
      if (n.refused) return false
      if (b.answer !== 'yes') {
        n.refused = true
        if (n.own) return false
        this.refuseNamings(side, (x) => !x.own && !this.signedBy(x.act, side.side))
      } else if (!n.own && s.act.issuer === side.root) {
        n.own = true
        const p = this.proposals.get(n.act)
        if (p) this.settle(p, s.at)
      }
    }
    return true
  }

  private bringRoot(s: Said, b: JsonObject): void {
    const side = this.side(text(b.party))
    const may = (n: Named) => (n.own || n.agreed) && !n.refused
    const n = side.awaits.find((x) => x.fingerprint === s.act.issuer && may(x))
    if (!n) return
    n.key = b.key
    const p = this.proposals.get(n.act)
    if (n.replaces && p) this.settle(p, s.at)
    this.accede(side, n, s.at)
  }

  private accede(side: Side, n: Named, at: number): void {
    if (!side.awaits.includes(n) || !n.agreed || n.key === undefined || n.refused) return
    if (side.counts === undefined && (!n.own || !side.named)) side.named = n.act
    if (n.fingerprint === side.root) side.awaits = side.awaits.filter((x) => x !== n)
    else {
      const was = this.rootOf(side)
      const silent = !side.root
      if (was && was !== n.fingerprint) side.before.push({ root: was, until: at })
      for (const r of side.registrars) r.until ??= at
      Object.assign(side, { root: n.fingerprint, key: n.key, holder: n.person })
      side.awaits = side.awaits.filter((x) => x.replaces === side.root)
      if (silent) for (const x of side.awaits) x.refused ||= !x.own // the founding names it, and it came after all
    }
    this.admit(at)
  }

  /** Has each side count that has a root: at once whom the founding names, another once all sides signed its root. */
  private admit(at: number): void {
    for (const side of this.sides) {
      if (!side.root || side.counts !== undefined) continue
      const answers = this.proposals.get(side.named ?? '')?.answers ?? []
      const lacks = (x: Side) => !answers.some((a) => a.yes && a.voice === x.side)
      const asked = this.sides.filter((x) => x !== side && (x.founding || x.counts !== undefined))
      if (side.founding || !asked.some(lacks)) this.count(side, at)
    }
  }

  /** Reports whether an act named the first root of a party, of which its people may say whether it is. */
  first(party: string, act: string): boolean {
    const side = this.sides.find((x) => x.side === party)
    return side !== undefined && !side.root && side.awaits.some((x) => x.act === act)
  }

  private registrar(s: Said, b: JsonObject): void {
    const side = this.side(text(b.party))
    if (!side.root || s.act.issuer !== side.root) return
    const person = text(b.person)
    for (const r of side.registrars) if (r.person === person && r.until === undefined) r.until = s.at
    if (s.act.kind === 'registrar-named') side.registrars.push({ person, from: s.at })
  }

  private setRules(s: Said, b: JsonObject): void {
    const sides = Number((isObject(b.rules) ? b.rules : {}).threshold)
    const later = () => this.thresholds.some((t) => t.act !== s.act.id && t.since > s.at)
    this.propose(
      s,
      this.voice(s),
      (p) => (later() ? Standing.waits : this.reckon(p, sides)),
      (at) => {
        if (this.thresholds.at(-1)?.act !== s.act.id) this.thresholds.push({ act: s.act.id, since: at, sides })
      },
    )
  }

  private setCustodians(s: Said, custodians: Custodian[]): void {
    const later = () => this.sets.some((t) => t.act !== s.act.id && t.since > s.at)
    const { set } = this.current()
    const held = [...new Set((set?.custodians ?? []).map((c) => sideOf(c.party)))]
    const lines = custodians.map((c) => `${c.sealing} ${c.person} ${sideOf(c.party)}\n`)
    const a: Asked = {
      act: s.act.id,
      founder: '',
      what: lines.sort().join(''),
      of: () => held,
      at: s.at,
      put: s.moment,
    }
    this.asked.push(a)
    this.propose(
      s,
      this.voice(s),
      (p) => (later() ? Standing.waits : this.waits(a, p)),
      (at, standing) => {
        this.put({ act: s.act.id, since: at, alone: standing === Standing.alone, custodians })
      },
    )
    this.agreeAsked(s.act.id, s)
  }

  private put(set: Term): void {
    this.sets.push(set)
    for (const a of this.asked) if (!a.founder) a.spent = true
  }

  private removeFounder(s: Said, founder: string): void {
    const of = () => this.founders.filter((f) => f.person === founder).map((f) => sideOf(f.party))
    const a: Asked = { act: s.act.id, founder, what: founder, of, at: s.at, put: s.moment }
    this.asked.push(a)
    this.propose(
      s,
      this.voice(s),
      (p) => this.waits(a, p),
      (at) => {
        if (a.again) return
        for (const f of this.founders) if (f.person === founder) f.removed = true
        for (const first of this.asked.filter((x) => this.over(x, a))) {
          first.again = true
          const p = this.proposals.get(first.act)
          if (p) this.settle(p, at)
        }
        for (const x of this.asked) if (x.founder === founder) x.spent = true
      },
    )
    this.agreeAsked(s.act.id, s)
  }

  /** How an act stands that concerns sides which can refuse it: with their word among the signatures, or once it was said again. */
  private waits(a: Asked, p: Proposal): Standing {
    const standing = this.reckon(p)
    if (a.refused) return Standing.waits
    const can = (name: string) => {
      const side = this.sides.find((x) => x.side === name)
      const speaks = name === mission ? side?.counts !== undefined : !!side?.root
      return speaks && !p.answers.some((x) => x.yes && x.voice === name)
    }
    const free = a.again || !a.of().some(can) || this.asked.some((first) => this.over(first, a))
    return free ? standing : Standing.waits
  }

  /**
   * Reports whether one act said the same before another, and nobody whom it concerns refused. How long before, the office alone can tell, unless
   * it was surely too long.
   */
  private over(first: Asked, last: Asked): boolean {
    const same = first !== last && first.founder === last.founder && first.what === last.what
    const open = !first.spent && !first.again && !first.refused
    const late = first.enough && last.put.getTime() - first.enough.getTime() >= tooLong
    return same && open && first.agreed !== undefined && last.at >= first.agreed && !late
  }

  /** Notes whether enough sides signed what waits for those that it concerns. */
  private agreeAsked(act: string, { at, act: by }: Said): void {
    const a = this.asked.find((x) => x.act === act)
    const p = this.proposals.get(act)
    if (!a || p?.standing !== Standing.waits || a.refused) return
    if (a.agreed === undefined) a.enough = by.expires
    a.agreed = this.reckon(p) === Standing.waits ? undefined : (a.agreed ?? at) // somebody may have taken a signature back
  }

  /** Takes the no of a side that an act concerns: it ends what others asked for so far of the same. */
  private refuseAsked(voice: string, act: string): void {
    const of = this.asked.find((x) => x.act === act)
    if (!of?.of().includes(voice)) return
    for (const a of this.asked) {
      const p = this.proposals.get(a.act)
      const signed = p?.answers.some((x) => x.yes && x.voice === voice)
      if (a.founder === of.founder && p?.standing === Standing.waits && !signed) a.refused = true
    }
  }

  private endorse(s: Said, b: JsonObject): void {
    const act = text(b.act)
    let voice = this.voice(s)
    if (act === this.founding && b.answer === 'yes')
      for (const f of this.founders) {
        const side = this.side(sideOf(f.party))
        const n = side.awaits.find((x) => x.act === this.founding && x.fingerprint === s.act.issuer)
        if (!n || f.id !== s.act.issuer) continue
        this.accede(side, n, s.at)
        if (side.root === s.act.issuer) voice = side.side
      }
    if (!this.rootAnswers(s, voice, b)) return
    if (b.answer === 'no') this.refuseAsked(voice, act)
    const p = this.proposals.get(act)
    const answered = p !== undefined && this.answer(s, voice, b)
    this.agreeOn(act)
    this.agreeAsked(act, s)
    this.admit(s.at)
    if (!answered) return
    const last = this.sets.at(-1)
    if (act === this.founding && last?.act === act && last.alone && this.reckon(p) === Standing.inForce)
      this.put({ ...last, since: s.at, alone: false })
  }

  /** Takes an answer of a voice that gave none before, or that takes back what it signed and what still waits. */
  private answer(s: Said, voice: string, b: JsonObject): boolean {
    const p = this.proposals.get(text(b.act))
    if (!p || p.about !== s.act.subject || !voice) return false
    const before = p.answers.find((a) => a.voice === voice)
    if (before && !(before.yes && b.answer === 'no' && p.standing === Standing.waits)) return false
    p.answers = p.answers.filter((a) => a !== before)
    p.answers.push({ voice, yes: b.answer === 'yes', at: s.at })
    this.settle(p, s.at)
    return true
  }

  private propose(s: Said, voice: string, rule: Proposal['rule'], effect: Proposal['effect']): void {
    const about = s.act.subject
    const p: Proposal = { kind: s.act.kind, about, received: s.at, answers: [], standing: Standing.waits, rule, effect }
    this.proposals.set(s.act.id, p)
    if (voice) p.answers.push({ voice, yes: true, at: s.at })
    this.settle(p, s.at)
  }

  private settle(p: Proposal, at: number): void {
    const standing = p.rule(p)
    if (standing <= p.standing) return
    p.standing = standing
    p.effect(at, standing)
  }

  /** How an act stands that one side must not do alone. */
  private reckon = (p: Proposal, asks = 0): Standing => {
    const signed = this.signatories(p).length
    const rules = this.thresholds.findLast((t) => t.since <= p.received)
    if (signed >= Math.max(2, rules?.sides ?? 2, asks)) return Standing.inForce
    const provisional = this.secondSide === undefined || p.received < this.secondSide
    return signed > 0 && provisional ? Standing.alone : Standing.waits
  }
}
