import { describe, expect, test } from 'vitest'
import { forms } from '@/generated/acts'
import { parseAct, signAct, type Form } from '@/trust/act'
import { concat, fromBase64url, fromUtf8, sha256, toBase64, toBase64url, utf8, type Bytes } from '@/trust/bytes'
import { check, type Verdict } from '@/trust/check'
import { NotShown, show } from '@/trust/custodians'
import { readRegisterKey, registerId } from '@/trust/head'
import type { JsonObject } from '@/trust/json'
import { makeKey, readJwk, sign, type Signer } from '@/trust/keys'
import { leafHash, Tree } from '@/trust/merkle'
import { checkActReceipt } from '@/trust/receipt'
import { UnknownFormat } from '@/trust/unknown'

/** A desk that is older than its office cannot tell whether what it does not know is right: it says so, and accuses nobody. */

const origin = 'later.example'
const strange = { kty: 'AKP', alg: 'ML-DSA-44', pub: 'AAAA' } // RFC 9964, of a later program

/** A register of its own: its key, and what signs its heads. */
async function office(type = 1) {
  const own = await makeKey(['Ed25519'])
  const raw = fromBase64url((own.jwk as { x: string }).x)
  const typed = concat(Uint8Array.of(type), raw)
  const id = (await sha256(concat(utf8(origin + '\n'), typed))).slice(0, 4)
  const vkey = `${origin}+${Buffer.from(id).toString('hex')}+${toBase64(typed)}`
  return { own, id, vkey }
}

type Office = Awaited<ReturnType<typeof office>>
interface Said {
  by: Signer
  kind: string
  subject: string
  body: JsonObject
  rev?: number
}

/** What somebody signs; of a kind that is not known here, nothing is hidden. */
async function act(o: Office, { by, kind, subject, body, rev }: Said): Promise<string> {
  const known = forms[kind] as Form | undefined
  const form = { rev: rev ?? 1, hides: rev ? {} : (known?.hides ?? {}) }
  const audience = [await registerId(o.vkey)]
  const { act } = await signAct(by, { issued: new Date(0), audience, kind, form, subject, prev: [], body })
  return act.compact
}

const founding = (o: Office, by: Signer): Said => ({
  by,
  kind: 'office-opened',
  subject: `office/${origin}`,
  body: {
    ...{ origin, name: 'Later', registerKey: o.vkey },
    founders: [{ person: 'person/founder', key: by.jwk }],
  } as unknown as JsonObject,
})

/** A format that only a later program knows, by somebody's hand. */
const later = (compact: string): string => {
  const [head = '', ...rest] = compact.split('.')
  return [toBase64url(utf8(fromUtf8(fromBase64url(head)).replace('truce-act.1', 'truce-act.2'))), ...rest].join('.')
}

/** Checks a register in which these acts stand, and answers how each step went. */
async function checked(o: Office, acts: string[]): Promise<Verdict[]> {
  const entries = acts.map((a, i) => utf8(`2026-01-01T00:00:0${i}.000000Z ${a}`))
  const tree = new Tree()
  const hashes = await Promise.all(entries.map(leafHash))
  for (const h of hashes) await tree.append(h)
  const text = `${origin}\n${entries.length}\n${toBase64(await tree.root())}\n`
  const note = `${text}\n— ${origin} ${toBase64(concat(o.id, await sign(o.own, utf8(text))))}\n`
  const bundle = concat(...entries.flatMap((e) => [Uint8Array.of(e.length >> 8, e.length & 255), e])) as Bytes
  const fetch = (path: string) => Promise.resolve(path.includes('entries') ? bundle : (concat(...hashes) as Bytes))
  return (await check({ note, key: o.vkey, entries: true, forms }, fetch, () => undefined)).verdicts
}
const acts = async (o: Office, list: string[]) => (await checked(o, list)).find((v) => v.step === 'acts')

describe('whoever checks a register', async () => {
  const o = await office()
  const founder = await makeKey(['Ed25519'])
  const other = await makeKey(['Ed25519'])
  const first = await act(o, founding(o, founder))
  const enrols = (body: JsonObject, rev?: number): Said => ({
    by: founder,
    kind: 'key-enrolled',
    subject: `key/jkt:${other.id}`,
    body,
    ...(rev && { rev }),
  })
  const withdraws = { by: other, kind: 'notice-embellished', subject: 'notice/1', body: {} }
  const proves = { by: other, kind: 'key-possessed', subject: `key/jkt:${other.id}`, body: {} }

  test('takes a register for good in which everything is known', async () => {
    const all = await checked(o, [first, await act(o, enrols({ key: other.jwk })), await act(o, proves)])
    expect(all.filter((v) => !v.good)).toEqual([])
    expect(all.at(-1)?.why).toBe('actsGood')
  })
  test.each([
    ['a format', later(await act(o, enrols({ key: other.jwk })))],
    ['a revision', await act(o, enrols({ holds: other.jwk }, 2))],
    ['a kind', await act(o, { ...enrols({ key: other.jwk }), kind: 'key-renewed' })],
    ['a kind about the office', await act(o, { ...enrols({}), kind: 'side-moved', subject: `office/${origin}` })],
  ])('blames nobody for a key that %s may have enrolled', async (_, enrolment) => {
    expect(await acts(o, [first, enrolment, await act(o, proves)])).toMatchObject({
      good: true,
      why: 'actsNotAllKnown',
    })
  })
  test('blames whoever signs with a key that nothing can have enrolled', async () => {
    const unknown = await act(o, { ...withdraws, by: founder })
    expect(await acts(o, [first, unknown, await act(o, proves)])).toMatchObject({ good: false, why: 'keyUnknown' })
  })
  test('blames nobody for a key of a type that is not known here', async () => {
    const enrolled = await act(o, { ...enrols({ key: strange }), subject: 'key/jkt:' + 'A'.repeat(43) })
    expect(await acts(o, [first, enrolled])).toMatchObject({ good: true, why: 'actsGood' })
  })
  test('blames nobody for a first entry of a later format, nor for a register key of another algorithm', async () => {
    expect(await acts(o, [later(first)])).toMatchObject({ good: true, why: 'actsNotAllKnown' })
    const [signature, ...more] = await checked(await office(6), [first])
    expect([signature, more]).toMatchObject([{ good: false, beyond: true, why: 'beyond' }, []])
  })
})

describe('whoever is shown to whom to seal', async () => {
  const o = await office()
  const register = await registerId(o.vkey)
  const founder = await makeKey(['Ed25519'])
  const first = await act(o, founding(o, founder))
  const set = { by: founder, kind: 'custodians-set', subject: `office/${origin}`, body: {} }
  test.each([
    ['a format', later(first)],
    ['a revision', await act(o, { ...set, rev: 2 })],
    ['a kind about the office', await act(o, { ...set, kind: 'custodians-moved' })],
    ['a key', await act(o, { ...set, kind: 'key-enrolled', subject: 'key/jkt:x', body: { key: strange } })],
  ])('cannot tell from %s of later, and accuses nobody', async (_, one) => {
    await expect(show(register, [first, one], forms)).rejects.toBeInstanceOf(UnknownFormat)
  })
  test('accuses the office of what is wrong before that', async () => {
    await expect(show(register, [first, first, later(first)], forms)).rejects.toBeInstanceOf(NotShown)
  })
})

test('a key that only a later program knows is told from what is no key', () => {
  expect(() => readJwk(strange)).toThrow(UnknownFormat)
  expect(() => readJwk({ kty: 'OKP', crv: 'Ed448', x: 'AA' })).toThrow(UnknownFormat)
  const wrongs: JsonObject[] = [{}, { kty: 'OKP', crv: 'Ed25519' }, { ...strange, d: 'x' }]
  for (const wrong of wrongs) expect(() => readJwk(wrong)).not.toThrow(UnknownFormat)
})

test('a receipt of a later form is not taken for a wrong one', async () => {
  const o = await office()
  const key = (await parseAct(await act(o, founding(o, o.own)))) && (await readRegisterKey(o.vkey))
  const checkIt = (receipt: string) => checkActReceipt(utf8(''), receipt, key.text, undefined as never)
  await expect(checkIt('c2sp.org/tlog-proof@v2\nindex 0\n\n')).rejects.toBeInstanceOf(UnknownFormat)
  await expect(checkIt('something else\n\n')).rejects.not.toBeInstanceOf(UnknownFormat)
})
