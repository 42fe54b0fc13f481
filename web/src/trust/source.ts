import { utf8, type Bytes } from './bytes'

/**
 * Who told a reporter, as it is sealed to the custodians (package incident, SealedSource): for which register, by which key, for a sealed
 * text can be copied into an act of somebody else; and filled up, so that its length tells little of it.
 */

const lengths = [1024, 4096] // bytes

/** Who told is said in more than there is room for. */
export class SourceTooLong extends Error {}

/** What a device seals. */
export function writeSource(register: string, author: string, text: string): Bytes {
  const said = utf8(JSON.stringify({ format: 'truce-source-1', register, author, text }))
  const size = lengths.find((n) => said.length <= n)
  if (!size) throw new SourceTooLong()
  const all = new Uint8Array(size).fill(0x20)
  all.set(said)
  return all
}
