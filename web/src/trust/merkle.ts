import { concat, equal, sha256, utf8, type Bytes } from './bytes'

/** The Merkle tree of RFC 6962, section 2.1: hashes, roots, proofs. */

export const leafHash = (entry: Uint8Array): Promise<Bytes> => sha256(concat(Uint8Array.of(0), entry))

export const nodeHash = (left: Uint8Array, right: Uint8Array): Promise<Bytes> =>
  sha256(concat(Uint8Array.of(1), left, right))

const emptyRoot = (): Promise<Bytes> => sha256(utf8(''))

/** A tree that grows at its right edge and remembers no more than that edge. */
export class Tree {
  size = 0
  private edge: Bytes[] = [] // roots of perfect trees, largest first

  async append(leaf: Bytes): Promise<void> {
    let hash = leaf
    for (let n = this.size; n % 2 === 1; n = Math.floor(n / 2)) hash = await nodeHash(this.edge.pop() as Bytes, hash)
    this.edge.push(hash)
    this.size++
  }

  async root(): Promise<Bytes> {
    if (this.edge.length === 0) return emptyRoot()
    let hash = this.edge.at(-1) as Bytes
    for (let i = this.edge.length - 2; i >= 0; i--) hash = await nodeHash(this.edge[i] as Bytes, hash)
    return hash
  }
}

/** The root of a few neighbouring hashes. */
export async function rootOf(hashes: Bytes[]): Promise<Bytes> {
  const tree = new Tree()
  for (const hash of hashes) await tree.append(hash)
  return tree.root()
}

/** Checks a proof that a leaf is at index (RFC 9162, section 2.1.3.2; the same tree). */
export async function includes(
  proof: Bytes[],
  size: number,
  root: Bytes,
  index: number,
  leaf: Bytes,
): Promise<boolean> {
  if (index >= size) return false
  let fn = index,
    sn = size - 1,
    hash = leaf
  for (const p of proof) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      hash = await nodeHash(p, hash)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else {
      hash = await nodeHash(hash, p)
    }
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && equal(hash, root)
}

/** Checks a proof that the tree of size newer begins with that of size older (RFC 9162, section 2.1.4.2). */
export async function extends_(
  proof: Bytes[],
  older: number,
  olderRoot: Bytes,
  newer: number,
  newerRoot: Bytes,
): Promise<boolean> {
  if (older > newer) return false
  if (older === newer) return proof.length === 0 && equal(olderRoot, newerRoot)
  if (older === 0) return proof.length === 0
  const path = isPowerOfTwo(older) ? [olderRoot, ...proof] : [...proof]
  let fn = older - 1,
    sn = newer - 1
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)]
  const first = path.shift()
  if (!first) return false
  let fr = first,
    sr = first
  for (const p of path) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      fr = await nodeHash(p, fr)
      sr = await nodeHash(p, sr)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else {
      sr = await nodeHash(sr, p)
    }
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && equal(fr, olderRoot) && equal(sr, newerRoot)
}

const half = (n: number): number => Math.floor(n / 2)

export const isPowerOfTwo = (n: number): boolean => 2 ** Math.round(Math.log2(n)) === n

/** The largest power of two that is smaller than n, for n of 2 or more. */
export function splitAt(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** Answers the root over the leaves from lo to hi. */
export type Range = (lo: number, hi: number) => Promise<Bytes>

/** The root that a tree had when it had so many leaves. */
export async function rootAt(size: number, range: Range): Promise<Bytes> {
  const sub = async (lo: number, hi: number): Promise<Bytes> => {
    if (isPowerOfTwo(hi - lo)) return range(lo, hi)
    const k = splitAt(hi - lo)
    return nodeHash(await sub(lo, lo + k), await sub(lo + k, hi))
  }
  return size === 0 ? emptyRoot() : sub(0, size)
}

/** Makes the proof of consistency (RFC 6962, section 2.1.2). */
export async function consistencyProof(older: number, newer: number, range: Range): Promise<Bytes[]> {
  if (older === 0 || older === newer) return []
  const sub = async (m: number, lo: number, hi: number, whole: boolean): Promise<Bytes[]> => {
    const n = hi - lo
    if (m === n) return whole ? [] : [await range(lo, hi)]
    const k = splitAt(n)
    return m <= k
      ? [...(await sub(m, lo, lo + k, whole)), await range(lo + k, hi)]
      : [...(await sub(m - k, lo + k, hi, false)), await range(lo, lo + k)]
  }
  return sub(older, 0, newer, true)
}
