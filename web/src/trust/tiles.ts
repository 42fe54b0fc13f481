import type { Bytes } from './bytes'
import { isPowerOfTwo, nodeHash, rootOf, splitAt, type Range } from './merkle'

/** Reading a register that is published as tiles (C2SP tlog-tiles). */

export const tileWidth = 256

/** Fetches what stands under a path such as tile/0/000.p/7. */
export type Fetch = (path: string) => Promise<Bytes>

/** The path of a tile as wide as a register of size entries has it. */
export function tilePath(level: number | 'entries', n: number, size: number): string {
  const hashes = level === 'entries' ? size : Math.floor(size / tileWidth ** level)
  const width = Math.min(tileWidth, hashes - n * tileWidth)
  if (width < 1) throw new Error(`a register of ${size} entries has no tile ${level}/${n}`)
  let number = String(n % 1000).padStart(3, '0')
  for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000))
    number = `x${String(rest % 1000).padStart(3, '0')}/${number}`
  return `tile/${level}/${number}` + (width < tileWidth ? `.p/${width}` : '')
}

export function splitHashes(tile: Bytes): Bytes[] {
  if (tile.length % 32 !== 0) throw new Error('not a hash tile')
  return Array.from({ length: tile.length / 32 }, (_, i) => tile.slice(i * 32, i * 32 + 32))
}

/** Splits a bundle into entries: each after its length in 16 bits. */
export function splitEntries(bundle: Bytes): Bytes[] {
  const entries: Bytes[] = []
  for (let at = 0; at < bundle.length;) {
    if (at + 2 > bundle.length) throw new Error('the bundle is cut off')
    const end = at + 2 + (((bundle[at] as number) << 8) | (bundle[at + 1] as number))
    if (end > bundle.length) throw new Error('the bundle is cut off')
    entries.push(bundle.slice(at + 2, end))
    at = end
  }
  return entries
}

/** Answers roots over stretches of leaves from hash tiles, each of which is fetched once. */
export function rangeReader(fetchTile: Fetch, size: number): Range {
  const tiles = new Map<string, Promise<Bytes[]>>()
  const tile = (level: number, n: number) => {
    const path = tilePath(level, n, size)
    const known = tiles.get(path) ?? fetchTile(path).then(splitHashes)
    tiles.set(path, known)
    return known
  }
  // A perfect tree of 2^h leaves is a stretch of one tile at level h/8.
  const perfect = async (lo: number, n: number): Promise<Bytes> => {
    const height = Math.round(Math.log2(n))
    const level = Math.floor(height / 8)
    const first = lo / tileWidth ** level
    const hashes = await tile(level, Math.floor(first / tileWidth))
    return rootOf(hashes.slice(first % tileWidth, (first % tileWidth) + 2 ** (height % 8)))
  }
  const range = async (lo: number, hi: number): Promise<Bytes> => {
    const n = hi - lo
    if (isPowerOfTwo(n) && lo % n === 0) return perfect(lo, n)
    const k = splitAt(n)
    return nodeHash(await range(lo, lo + k), await range(lo + k, hi))
  }
  return range
}
