import { expect, test } from 'vitest'
import { concat, sha256, toBase64, utf8, type Bytes } from '../src/trust/bytes'
import { judge, quorumWords, readPolicy } from '../src/trust/policy'

const now = Date.parse('2026-11-29T12:00:00Z')
const hour = 3_600_000

async function someone(name: string, kind: number) {
  const pair = (await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify'])) as CryptoKeyPair
  const raw = concat(Uint8Array.of(kind), new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)))
  const id = (await sha256(concat(utf8(name + '\n'), raw))).slice(0, 4)
  const hex = [...id].map((b) => b.toString(16).padStart(2, '0')).join('')
  const sign = async (text: string) =>
    new Uint8Array(await crypto.subtle.sign({ name: 'Ed25519' }, pair.privateKey, utf8(text)))
  const line = (signature: Bytes) => `\u2014 ${name} ${toBase64(concat(id, signature))}\n`
  return { key: `${name}+${hex}+${toBase64(raw)}`, sign, line }
}

const body = `hq.example\n7\n${toBase64(new Uint8Array(32))}\n`
const office = await someone('hq.example', 1)
const [ru, ir, tr] = await Promise.all(['ru.example', 'ir.example', 'tr.example'].map((n) => someone(n, 4)))
const head = `${body}\n${office.line(await office.sign(body))}`

async function cosign(c: typeof ru, at: number): Promise<string> {
  const seconds = Math.floor(at / 1000)
  const time = new Uint8Array(8)
  new DataView(time.buffer).setBigInt64(0, BigInt(seconds))
  return c!.line(concat(time, await c!.sign(`cosignature/v1\ntime ${seconds}\n${body}`)))
}

const text = `# two of three\nlog ${office.key}\nwitness ru ${ru!.key}\nwitness ir ${ir!.key}\nwitness tr ${tr!.key}\ngroup all3 2 ru ir tr\nquorum all3\n`

test('a head stands by whom the reader asks for, and by how fresh they say that it is', async () => {
  const p = await readPolicy(text)
  expect(quorumWords(p)).toBe('2/3: ru, ir, tr')
  const of = async (note: string) => (await judge(p, note, now, 24 * hour)).standing
  const [a, b, old, far] = await Promise.all([
    cosign(ru, now - hour),
    cosign(ir, now - 2 * hour),
    cosign(ir, now - 30 * hour),
    cosign(ir, now + hour),
  ])
  expect(await of(head)).toBe('not-cosigned')
  expect(await of(head + a)).toBe('not-cosigned')
  expect(await of(head + a + b)).toBe('satisfied')
  expect((await judge(p, head + a + b, now, 0)).at).toBe(new Date(now - 2 * hour).toISOString()) // one alone does not move it
  expect(await of(head + a + old)).toBe('stale')
  expect(await of(head + a + far)).toBe('ahead')
  expect(await of(head + a + ir!.line(new Uint8Array(72)))).toBe('wrong-signature')
  expect(await of('nothing')).toBe('no-head')
  expect(await of(`${body}\n${office.line(new Uint8Array(64))}`)).toBe('wrong-signature')
})

test('a policy that is not understood is refused, not read in part', async () => {
  for (const bad of [
    text.replace('quorum all3\n', ''),
    text + 'quorum ru\n',
    text.replaceAll('\n', '\r\n'),
    text.replace('group all3 2', 'group all3 4'),
    text.replace('ru ir tr', 'ru ru tr'),
    text + 'wittness x y\n',
    text.replace(`witness ir ${ir!.key}`, `witness ir ${ru!.key}`),
    text.replace(ru!.key, office.key),
  ])
    await expect(readPolicy(bad)).rejects.toThrow()
  const other = await readPolicy(text.replaceAll(office.key, (await someone('other.example', 1)).key))
  expect((await judge(other, head, now, 0)).standing).toBe('unknown-key')
})
