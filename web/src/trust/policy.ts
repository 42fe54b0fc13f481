import { concat, equal, fromBase64, sha256, utf8, type Bytes } from './bytes'
import { headIsSigned, readHead, readRegisterKey, type RegisterKey, type SignedHead } from './head'

/**
 * Whose heads a reader accepts, and cosigned by whom (C2SP tlog-policy, tlog-cosignature), as package register
 * reads and judges it. Keys of other kinds are refused, not skipped, since the quorum may hang on them.
 */

const cosignatureV1 = 4
/** By how much the clocks of honest offices, cosigners and readers may differ. */
const clockSlack = 600_000

interface Cosigner {
  name: string // of its key
  id: Bytes
  key: CryptoKey
}
interface Rule {
  name: string
  cosigner?: Cosigner
  need: number
  members: number[] // positions, all before this one
  used: boolean
}
interface Policy {
  logs: RegisterKey[]
  rules: Rule[]
  quorum: number // position in rules, -1: no cosignature is asked for
}

type Standing = 'satisfied' | 'not-cosigned' | 'stale' | 'ahead' | 'unknown-key' | 'wrong-signature' | 'no-head'

export interface Judgement {
  standing: Standing
  cosigned: { name: string; at: string }[]
  lacking: string[]
  at?: string | undefined // the latest moment of which the quorum says that the head was then the largest
}

/** Reads a policy. Throws with the number of the line that is not understood. */
export async function readPolicy(text: string): Promise<Policy> {
  const p: Policy = { logs: [], rules: [], quorum: -1 }
  const keys = new Set<string>()
  let quorums = 0
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text)) throw new Error('not a policy')
  for (const [i, line] of text.split('\n').entries()) {
    const words = line.split(/[ \t]+/).filter(Boolean)
    if (!words.length || words[0]?.startsWith('#')) continue
    if (words[0] === 'quorum') quorums++
    await take(p, words, keys).catch((fault: unknown) => {
      throw new Error(String(i + 1), { cause: fault })
    })
  }
  if (quorums !== 1) throw new Error('quorum')
  return p
}

async function take(p: Policy, words: string[], keys: Set<string>): Promise<void> {
  const n = words.length
  const [what, a, b, ...rest] = words as [string, string, string, ...string[]]
  const once = (key: string) => {
    if (keys.has(key)) throw new Error('twice')
    keys.add(key)
  }
  if (what === 'log' && (n === 2 || n === 3)) {
    once('log ' + a.split('+').slice(2).join('+'))
    p.logs.push(await readRegisterKey(a))
  } else if (what === 'witness' && (n === 3 || n === 4)) {
    once('witness ' + b.split('+').slice(2).join('+'))
    add(p, { name: a, cosigner: await readCosigner(b), need: 1, members: [], used: false })
  } else if (what === 'group' && n >= 4) {
    add(p, group(p, a, b, rest))
  } else if (what === 'quorum' && n === 2) {
    if (a === 'none') return
    p.quorum = p.rules.findIndex((r) => r.name === a)
    if (p.quorum < 0) throw new Error('not above')
  } else throw new Error('not understood')
}

function group(p: Policy, name: string, need: string, members: string[]): Rule {
  const at = members.map((m) => {
    const i = p.rules.findIndex((r) => r.name === m)
    const rule = p.rules[i]
    if (!rule || rule.used) throw new Error('member')
    rule.used = true
    return i
  })
  const n = need === 'all' ? at.length : need === 'any' ? 1 : /^\d+$/.test(need) ? Number(need) : 0
  if (n < 1 || n > at.length) throw new Error('need')
  return { name, need: n, members: at, used: false }
}

function add(p: Policy, r: Rule): void {
  if (r.name === 'none' || p.rules.some((o) => o.name === r.name)) throw new Error('taken')
  p.rules.push(r)
}

async function readCosigner(text: string): Promise<Cosigner> {
  const found = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text)
  if (!found) throw new Error('not a key')
  const [, name, id, encoded] = found as unknown as [string, string, string, string]
  const raw = fromBase64(encoded)
  if (raw.length !== 33 || raw[0] !== cosignatureV1) throw new Error('not a cosigner')
  const own = (await sha256(concat(utf8(name + '\n'), raw))).slice(0, 4)
  if (
    !equal(
      own,
      Uint8Array.from(id.match(/../g) ?? [], (h) => parseInt(h, 16)),
    )
  )
    throw new Error('id')
  const key = await crypto.subtle.importKey('raw', raw.slice(1), { name: 'Ed25519' }, true, ['verify'])
  return { name, id: own, key }
}

/** What the policy asks for, for people to read: "2 of ru, ir, tr"; empty if it asks for no cosignature. */
export function quorumWords(p: Policy, at = p.quorum): string {
  const r = p.rules[at]
  if (!r) return ''
  if (r.cosigner) return r.name
  const inner = r.members.map((m) => (p.rules[m]?.cosigner ? quorumWords(p, m) : `(${quorumWords(p, m)})`))
  return `${r.need}/${inner.length}: ${inner.join(', ')}`
}

/** Of a cosigner its latest good signature on a head, in milliseconds; and whether there is one in its name that is not its own. */
async function cosignedAt(head: SignedHead, c: Cosigner): Promise<{ at?: number; wrong: boolean }> {
  let at: number | undefined
  let wrong = false
  for (const l of head.lines.slice(0, 100)) {
    if (l.name !== c.name || !equal(l.id, c.id)) continue
    const bytes = l.signature
    const seconds = bytes.length === 72 ? new DataView(bytes.buffer, bytes.byteOffset, 8).getBigInt64(0) : -1n
    const text = utf8(`cosignature/v1\ntime ${seconds}\n${head.text}`)
    const good = seconds >= 0n && (await crypto.subtle.verify({ name: 'Ed25519' }, c.key, bytes.slice(8), text))
    if (!good) wrong = true
    else at = Math.max(at ?? 0, Number(seconds) * 1000)
  }
  return { ...(at !== undefined && { at }), wrong }
}

function met(p: Policy, cosigned: (rule: number) => boolean): boolean {
  const holds: boolean[] = []
  for (const [i, r] of p.rules.entries())
    holds.push(r.cosigner ? cosigned(i) : r.members.filter((m) => holds[m]).length >= r.need)
  return p.quorum < 0 || holds[p.quorum] === true
}

/** How a head stands by the policy at a moment; oldest is how long ago enough may have seen it, 0 if that does not matter. */
export async function judge(p: Policy, note: string, now: number, oldest: number): Promise<Judgement> {
  const none = (standing: Standing): Judgement => ({ standing, cosigned: [], lacking: [] })
  let head: SignedHead
  try {
    head = readHead(note)
  } catch {
    return none('no-head')
  }
  const named = p.logs.filter((k) => k.name === head.head.origin)
  const signed = await Promise.all(named.map((k) => headIsSigned(head, k)))
  if (!signed.includes(true)) {
    const claimed = named.some((k) => head.lines.some((l) => l.name === k.name && equal(l.id, k.id)))
    return none(claimed ? 'wrong-signature' : 'unknown-key')
  }
  const found = await Promise.all(
    p.rules.map((r) =>
      r.cosigner ? cosignedAt(head, r.cosigner) : Promise.resolve({ wrong: false as boolean, at: undefined }),
    ),
  )
  const by = now + clockSlack
  const moments = found.flatMap((f) => (f.at !== undefined && f.at <= by ? [f.at] : [])).sort((a, b) => b - a)
  const holds = (m: number) => met(p, (i) => (found[i]?.at ?? -1) >= m && (found[i]?.at ?? Infinity) <= by)
  const at = p.quorum < 0 ? undefined : moments.find(holds)
  return {
    standing: standing(p, found, at, now, oldest),
    cosigned: p.rules.flatMap((r, i) => {
      const when = found[i]?.at
      return r.cosigner && when !== undefined ? [{ name: r.name, at: new Date(when).toISOString() }] : []
    }),
    lacking: p.rules.flatMap((r, i) => (r.cosigner && found[i]?.at === undefined ? [r.name] : [])),
    at: at === undefined ? undefined : new Date(at).toISOString(),
  }
}

function standing(
  p: Policy,
  found: { at?: number | undefined; wrong: boolean }[],
  at: number | undefined,
  now: number,
  oldest: number,
): Standing {
  if (p.quorum < 0) return oldest === 0 ? 'satisfied' : 'not-cosigned'
  if (at !== undefined) return oldest > 0 && now - at > oldest ? 'stale' : 'satisfied'
  if (met(p, (i) => found[i]?.at !== undefined)) return 'ahead'
  return found.some((f, i) => p.rules[i]?.cosigner && f.wrong && f.at === undefined)
    ? 'wrong-signature'
    : 'not-cosigned'
}
