import { describe, expect, test } from 'vitest'
import { madeBy, openAct, parseAct, signAct } from '@/trust/act'
import type { Json } from '@/trust/json'
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
const all = vectors<{ good: Good[]; refused: { why: string; compact: string }[] }>('acts')

describe.each(all.good)('an act by package act: $name', (v) => {
  test('has the same id, and its key made it', async () => {
    const act = await parseAct(v.compact)
    expect(act.id).toBe(v.id)
    expect(await madeBy(act, await publicKey(readJwk(v.key)))).toBe(true)
  })
  test('opens to what its author wrote', async () => {
    expect(await openAct(await parseAct(v.compact), v.disclosures)).toEqual(v.opened)
  })
  test('is not made by its key when one byte of it is another', async () => {
    const at = v.compact.lastIndexOf('.') + 3
    const other = v.compact.slice(0, at) + (v.compact[at] === 'A' ? 'B' : 'A') + v.compact.slice(at + 1)
    expect(await madeBy(await parseAct(other), await publicKey(readJwk(v.key)))).toBe(false)
  })
  test('refuses a disclosure that its author never wrote', async () => {
    const foreign = Buffer.from(JSON.stringify(['c2FsdA', 'event', 'rocket'])).toString('base64url')
    await expect(openAct(await parseAct(v.compact), [...v.disclosures, foreign])).rejects.toThrow(
      'belongs to no digest',
    )
  })
})

test.each(all.refused)('refuses what package act refuses: $why', async ({ compact }) => {
  await expect(parseAct(compact)).rejects.toThrow()
})

test('an act that is signed here parses, is its key’s, and hides what was to be hidden', async () => {
  const pair = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify'])
  const exported = await crypto.subtle.exportKey('jwk', pair.publicKey)
  const jwk = readJwk({ kty: 'OKP', crv: 'Ed25519', x: exported.x as string })
  const key = await publicKey(jwk)
  const body = { event: 'mortar', observer: { position: { lon: 36.2, lat: 34.7 }, means: 'heard' } }
  const { act, sdjwt } = await signAct(
    { id: key.id, algorithm: 'EdDSA', jwk, key: pair.privateKey },
    {
      issued: new Date(0),
      kind: 'observation-filed',
      subject: 'report/1',
      prev: [],
      body,
      hide: ['observer.position'],
    },
  )
  const disclosures = sdjwt.split('~').slice(1, -1)
  expect(await madeBy(act, key)).toBe(true)
  expect(JSON.stringify(act.body)).not.toContain('36.2')
  expect(disclosures).toHaveLength(1)
  expect(await openAct(act, disclosures)).toEqual(body)
})
