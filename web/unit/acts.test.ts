import { describe, expect, test } from 'vitest'
import { fitForm, madeBy, maxBodyBytes, named, openAct, openBytes, parseAct, signAct, type Draft } from '@/trust/act'
import { UnknownFormat } from '@/trust/unknown'
import type { Json, JsonObject } from '@/trust/json'
import { publicKey, readJwk } from '@/trust/keys'
import { vectors } from './vectors'

interface Good {
  name: string
  key: Json
  compact: string
  disclosures: string[]
  id: string
  opened: Json
}
const all = vectors<{
  good: Good[]
  refused: { why: string; compact: string }[]
  keys: { why: string; key: string }[]
  unmade: { why: string; key: Json; compact: string }[]
}>('acts')

test('a name that is made is the one that package act makes', async () => {
  expect(await named('report', 'oCs7Jz1wahIzxmmRRwed00_Gi2mxHYSq5T__ltUHN8A', '00112233445566778899aabbccddeeff')).toBe(
    'report/6zd3mbicq4qxkbs2u353m4xuog4qyk4fsmuudlwlft5oyvaejjmq',
  )
})

describe.each(all.good)('an act by package act: $name', (v) => {
  test('has the same id, and its key made it', async () => {
    const act = await parseAct(v.compact)
    expect(act.id).toBe(v.id)
    expect(await madeBy(act, await publicKey(readJwk(v.key)))).toBe(true)
  })
  test('opens to what its author wrote', async () => {
    expect((await openAct(await parseAct(v.compact), v.disclosures)).body).toEqual(v.opened)
  })
  test('is not made by its key when one byte of it is another', async () => {
    const at = v.compact.lastIndexOf('.') + 3
    const other = v.compact.slice(0, at) + (v.compact[at] === 'A' ? 'B' : 'A') + v.compact.slice(at + 1)
    expect(await madeBy(await parseAct(other), await publicKey(readJwk(v.key)))).toBe(false)
  })
  test('refuses a disclosure that its author never wrote', async () => {
    const foreign = Buffer.from(JSON.stringify(['c2FsdHNhbHRzYWx0c2FsdA', { weapon: 'rocket' }])).toString('base64url')
    await expect(openAct(await parseAct(v.compact), [...v.disclosures, foreign])).rejects.toThrow('belongs to no slot')
  })
})

test.each(all.refused)('refuses what package act refuses: $why', async ({ compact }) => {
  await expect(parseAct(compact)).rejects.toThrow()
})

test.each(all.keys)('refuses a key of which package act would make another id: $why', ({ key }) => {
  expect(() => readJwk(JSON.parse(key) as Json)).toThrow()
})

test.each(all.unmade)(
  'takes for nobody’s what some programs take and others do not: $why',
  async ({ key, compact }) => {
    expect(await madeBy(await parseAct(compact), await publicKey(readJwk(key)))).toBe(false)
  },
)

test('a key says the key and nothing else, as package act has it', () => {
  const key = all.good[0]?.key as JsonObject
  expect(() => readJwk({ ...key, kid: 'x' })).toThrow('more than')
  expect(() => readJwk({ ...key, y: 'x' })).toThrow()
  expect(() => readJwk({ ...key, crv: 'Ed448', use: 'sig' })).toThrow(UnknownFormat)
})

const register = '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'
const form = { rev: 1, hides: { observer: 'exact-place', place: 'exact-place', narrative: 'narrative' } }

async function made(body: JsonObject, more: Partial<Draft> = {}) {
  const pair = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify'])
  const exported = await crypto.subtle.exportKey('jwk', pair.publicKey)
  const jwk = readJwk({ kty: 'OKP', crv: 'Ed25519', x: exported.x as string })
  const key = await publicKey(jwk)
  const signer = { id: key.id, algorithm: 'Ed25519' as const, jwk, key: pair.privateKey }
  const draft = {
    issued: new Date(0),
    audience: [register],
    kind: 'observation-filed',
    form,
    subject: 'report/1',
    prev: [],
  }
  const { act, sdjwt } = await signAct(signer, { ...draft, body, ...more })
  return { key, act, disclosures: sdjwt.split('~').slice(1, -1) }
}

test('an act that is signed here parses, is its key’s, and hides what was to be hidden', async () => {
  const body = { event: 'mortar', observer: { position: { lon: 36.2, lat: 34.7 } }, place: { place: 'X' } }
  const { key, act, disclosures } = await made(body, { expires: new Date(1000) })
  expect(await madeBy(act, key)).toBe(true)
  expect(act).toMatchObject({ audience: [register], rev: 1, expires: new Date(1000), body: { event: 'mortar' } })
  expect(act.slots.map((s) => s.class)).toEqual(['exact-place', 'narrative'])
  const opened = await openAct(act, disclosures)
  expect(opened.body).toEqual(body)
  expect(opened).toMatchObject({ disclosed: { 'exact-place': ['observer', 'place'], narrative: [] }, withheld: [] })
  fitForm(act, form, opened)
})

test('an act has room for so much that is for everybody, and what is hidden does not count', async () => {
  const filled = (n: number) => ({ event: 'x'.repeat(n - '{"event":""}'.length) })
  expect(openBytes({ ...filled(maxBodyBytes), narrative: 'y'.repeat(9000) }, form)).toBe(maxBodyBytes)
  expect((await made(filled(maxBodyBytes))).act.compact.length).toBeLessThan(60_000)
  await expect(made(filled(maxBodyBytes + 1))).rejects.toThrow('body')
})

test('what is not disclosed is withheld, whether there is something in it or nothing', async () => {
  const { act, disclosures } = await made({ event: 'mortar', narrative: 'x' })
  expect(await openAct(act, disclosures.slice(1))).toMatchObject({
    body: { event: 'mortar', narrative: 'x' },
    withheld: ['exact-place'],
  })
  expect((await openAct(act, [])).withheld).toEqual(['exact-place', 'narrative'])
  await expect(openAct(act, [...disclosures, ...disclosures])).rejects.toThrow('twice')
})

test('slots are those of the kind, and members stand in their own', async () => {
  const { act, disclosures } = await made({ event: 'mortar', narrative: 'x' })
  const opened = await openAct(act, disclosures)
  expect(() => fitForm(act, { rev: 1, hides: { ...form.hides, source: 'source' } })).toThrow('slots')
  expect(() => fitForm(act, { rev: 1, hides: { ...form.hides, event: 'narrative' } })).toThrow('in the clear')
  expect(() => fitForm(act, { rev: 1, hides: { place: 'exact-place', x: 'narrative' } }, opened)).toThrow(
    'another class',
  )
})

test.each<JsonObject>([{ _sd: ['x'] }, { a: [{ '...': 'x' }] }, { narrative: { a: { _sd_alg: 'x' } } }])(
  'what SD-JWT keeps for itself stands in no body: %j',
  async (body) => {
    const opening = made(body).then(({ act, disclosures }) => openAct(act, disclosures))
    await expect(opening).rejects.toThrow('slots')
  },
)

test('the format of a later program is told from what is no act', async () => {
  const [, claims] = (all.good[0] as Good).compact.split('.')
  const other = (header: object) =>
    parseAct(`${Buffer.from(JSON.stringify(header)).toString('base64url')}.${claims}.AAAA`)
  await expect(other({ alg: 'Ed25519', typ: 'truce-act.2+sd-jwt' })).rejects.toBeInstanceOf(UnknownFormat)
  await expect(other({ alg: 'ML-DSA-44', typ: 'truce-act.1+sd-jwt' })).rejects.toBeInstanceOf(UnknownFormat)
  for (const wrong of [
    { alg: 'None', typ: 'truce-act.1+sd-jwt' },
    { alg: 'Ed25519', typ: 'truce-act+sd-jwt' },
  ])
    await expect(other(wrong)).rejects.not.toBeInstanceOf(UnknownFormat)
})

test('a number has one spelling', async () => {
  const [head, claims] = (all.good[0] as Good).compact.split('.')
  const text = Buffer.from(claims as string, 'base64url').toString()
  for (const rev of ['1.0', '1e0'])
    await expect(
      parseAct(`${head}.${Buffer.from(text.replace('"rev":1', `"rev":${rev}`)).toString('base64url')}.AAAA`),
    ).rejects.toThrow('a number')
})
