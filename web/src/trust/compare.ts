import { headIsSigned, readHead, readRegisterKey, type SignedHead } from './head'
import { consistencyProof, extends_ } from './merkle'
import { rangeReader, type Fetch } from './tiles'

/** Two people who exchange one small signed head find out whether they were shown one history. */

export interface Comparison {
  result: 'same' | 'extends' | 'forked' | 'notSigned' | 'notAHead'
  own: number
  other: number
}

/** own is a head that this office shows; its tiles are what fetchPath fetches. */
export async function compareHeads(
  own: string,
  other: string,
  registerKey: string,
  fetchPath: Fetch,
): Promise<Comparison> {
  const key = await readRegisterKey(registerKey)
  const mine = readHead(own)
  let theirs: SignedHead
  try {
    theirs = readHead(other.trim().replaceAll('\r', '') + '\n')
  } catch {
    return { result: 'notAHead', own: mine.head.size, other: 0 }
  }
  const sizes = { own: mine.head.size, other: theirs.head.size }
  if (!(await headIsSigned(theirs, key))) return { result: 'notSigned', ...sizes }
  const [older, newer] = theirs.head.size <= mine.head.size ? [theirs.head, mine.head] : [mine.head, theirs.head]
  const proof = await consistencyProof(older.size, newer.size, rangeReader(fetchPath, newer.size))
  const good = await extends_(proof, older.size, older.root, newer.size, newer.root)
  return { result: !good ? 'forked' : older.size === newer.size ? 'same' : 'extends', ...sizes }
}
