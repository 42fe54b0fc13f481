import { madeBy, type Act } from './act'
import { fromBase64, type Bytes } from './bytes'
import { headIsSigned, readHead, readRegisterKey } from './head'
import { includes, leafHash } from './merkle'
import { readEntry } from './check'
import type { PublicKey } from './keys'
import { UnknownFormat } from './unknown'

/** The receipt of one act (C2SP tlog-proof), checked with the entry that it is about. */

interface Receipt {
  index: number
  proof: Bytes[]
  head: string
}

function readReceipt(text: string): Receipt {
  const split = text.indexOf('\n\n')
  const [title, ...lines] = text.slice(0, split).split('\n')
  if (split < 0 || !title?.startsWith('c2sp.org/tlog-proof@v')) throw new Error('not a receipt')
  if (title !== 'c2sp.org/tlog-proof@v1') throw new UnknownFormat(title)
  if (lines[0]?.startsWith('extra ')) lines.shift()
  const index = /^index (0|[1-9][0-9]*)$/.exec(lines.shift() ?? '')
  if (!index) throw new Error('not a receipt')
  return { index: Number(index[1]), proof: lines.map((l) => fromBase64(l)), head: text.slice(split + 2) }
}

export interface ActVerdict {
  signed: boolean
  included: boolean
  index: number
  size: number
  received: string
  act: Act
}

/** Checks the signature of an act and its place in the register. */
export async function checkActReceipt(
  entry: Bytes,
  receipt: string,
  registerKey: string,
  author: PublicKey,
): Promise<ActVerdict> {
  const r = readReceipt(receipt)
  const signed = readHead(r.head)
  const { received, act } = await readEntry(entry)
  const { size, root } = signed.head
  const included =
    (await headIsSigned(signed, await readRegisterKey(registerKey))) &&
    (await includes(r.proof, size, root, r.index, await leafHash(entry)))
  return { signed: await madeBy(act, author), included, index: r.index, size, received, act }
}
