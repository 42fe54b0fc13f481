import { expect, test } from 'vitest'
import { fromBase64, type Bytes } from '@/trust/bytes'
import { behind, remembered, type Seen } from '@/trust/check'
import { vectors } from './vectors'

const v = vectors<{ leaves: string[]; roots: string[] }>('register')
const size = v.leaves.length
const seen: Seen = { size, root: v.roots[size] as string, at: '2017-05-07T08:00:00Z', note: '' }
const at = (n: number, root = v.roots[n] as string) => ({ origin: 'x', size: n, root: fromBase64(root) })
const tiles = (leaves: string[]) => async () => Uint8Array.from(leaves.flatMap((l) => [...fromBase64(l)])) as Bytes
const nothing = () => Promise.reject(new Error('404'))
const found = (head: ReturnType<typeof at>, fetch: () => Promise<Bytes>, of = seen) =>
  behind(of, head, fromBase64(of.root), fetch)

test('a head that is the beginning of what was seen is older, if the hashes of that show it', async () => {
  for (let n = 0; n < size; n++) expect(await found(at(n), tiles(v.leaves))).toBe('older')
})

test('a head of another history is a fork, if the hashes of what was seen show it', async () => {
  for (let n = 1; n < size; n++) expect(await found(at(n, v.roots[n - 1]), tiles(v.leaves))).toBe('forked')
})

test('without those hashes, or with others, nothing is proven', async () => {
  expect(await found(at(5), nothing)).toBe('shrunk')
  expect(await found(at(5), tiles([...v.leaves].reverse()))).toBe('shrunk')
})

test('a head that this device saw itself needs no hashes', async () => {
  const first = { size: 5, root: v.roots[5] as string, at: '', note: '' }
  const then = remembered(remembered(undefined, first), seen)
  expect(await found(at(5), nothing, then)).toBe('older')
  expect(await found(at(5, v.roots[4]), nothing, then)).toBe('forked')
  expect(await found(at(6), nothing, then)).toBe('shrunk')
})

test('of many heads the last are remembered', () => {
  let kept: Seen | undefined
  for (let n = 1; n <= 100; n++) kept = remembered(kept, { size: n, root: `r${n}`, at: '', note: '' })
  expect(kept?.before?.length).toBe(64)
  expect(kept?.before?.at(-1)).toEqual({ size: 99, root: 'r99' })
})
