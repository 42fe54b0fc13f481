import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fromBase64, toBase64, type Bytes } from '@/trust/bytes'
import { headIsSigned, readHead, readRegisterKey, registerId } from '@/trust/head'
import { consistencyProof, extends_, includes, rootOf } from '@/trust/merkle'
import { splitEntries, tilePath } from '@/trust/tiles'
import { vectors } from './vectors'

interface Vectors {
  leaves: string[]
  roots: string[]
  inclusion: { size: number; index: number; proof: string[] }[]
  consistency: { older: number; newer: number; proof: string[] }[]
  paths: { size: number; level: number; n: number; path: string }[]
  key: string
  head: string
}
const v = vectors<Vectors>('register')
const leaves = v.leaves.map(fromBase64)
const root = (size: number) => fromBase64(v.roots[size] as string)
const broken = (proof: Bytes[]) => proof.map((p, i) => (i === 0 ? p.map((b) => b ^ 1) : p)) as Bytes[]

test('trees of every size have the roots that package register computes', async () => {
  for (const size of v.roots.keys()) expect(toBase64(await rootOf(leaves.slice(0, size)))).toBe(v.roots[size])
})

describe.each(v.inclusion)('entry $index of $size', ({ size, index, proof }) => {
  const given = proof.map(fromBase64)
  test('is included by its proof', async () => {
    expect(await includes(given, size, root(size), index, leaves[index] as Bytes)).toBe(true)
  })
  test('is not included elsewhere, nor by another proof', async () => {
    expect(await includes(given, size, root(size), size, leaves[index] as Bytes)).toBe(false)
    if (given.length) expect(await includes(broken(given), size, root(size), index, leaves[index] as Bytes)).toBe(false)
    expect(await includes([...given, root(0)], size, root(size), index, leaves[index] as Bytes)).toBe(false)
  })
})

describe.each(v.consistency)('a register that grew from $older to $newer', ({ older, newer, proof }) => {
  const given = proof.map(fromBase64)
  test('extends by the proof of package register', async () => {
    expect(await extends_(given, older, root(older), newer, root(newer))).toBe(true)
    if (given.length) expect(await extends_(broken(given), older, root(older), newer, root(newer))).toBe(false)
  })
  test('has the same proof when it is made here', async () => {
    const made = await consistencyProof(older, newer, (lo, hi) => rootOf(leaves.slice(lo, hi)))
    expect(made.map(toBase64)).toEqual(proof)
  })
})

test('tiles have the paths of package register', () => {
  for (const { size, level, n, path } of v.paths) expect(tilePath(level < 0 ? 'entries' : level, n, size)).toBe(path)
})

test('a bundle that is cut off is refused', () => {
  expect(splitEntries(Uint8Array.of(0, 1, 7, 0, 0))).toEqual([Uint8Array.of(7), new Uint8Array()])
  expect(() => splitEntries(Uint8Array.of(0, 2, 7))).toThrow('cut off')
})

test('a head that package register signed is its key’s, and no other text is', async () => {
  const key = await readRegisterKey(v.key)
  const head = readHead(v.head)
  expect(head.head.size).toBe(leaves.length)
  expect(toBase64(head.head.root)).toBe(v.roots.at(-1))
  expect(await headIsSigned(head, key)).toBe(true)
  expect(await headIsSigned(readHead(v.head.replace('\n13\n', '\n12\n')), key)).toBe(false)
  await expect(readRegisterKey(v.key.replace('post', 'past'))).rejects.toThrow('id')
})

test('a register is named by the hash of its key', async () => {
  expect(await registerId(v.key)).toBe(createHash('sha256').update(v.key).digest('base64url'))
  await expect(registerId(v.key.replace('post', 'past'))).rejects.toThrow('id')
})
