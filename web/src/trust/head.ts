import { concat, equal, fromBase64, sha256, toBase64url, utf8, type Bytes } from './bytes'
import { ifKnown, UnknownFormat } from './unknown'

/** Tree heads: C2SP signed notes that hold a tlog-checkpoint. */

export interface RegisterKey {
  text: string // <name>+<id>+<base64>, as C2SP signed-note writes it
  name: string
  id: Bytes // 4 bytes
  key: CryptoKey
}

interface Head {
  origin: string
  size: number
  root: Bytes
}

interface SignatureLine {
  name: string
  id: Bytes
  signature: Bytes
}

export interface SignedHead {
  head: Head
  text: string
  lines: SignatureLine[]
  note: string
}

const ed25519 = 1

/** How many entries a register can have. A head that claims more is looked at no further. */
export const maxEntries = 2 ** 32

/** Reads a verifier key. Throws unless its id is that of its name and key; its algorithm may be one of a later program. */
export async function readRegisterKey(text: string): Promise<RegisterKey> {
  const found = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text.trim())
  if (!found) throw new Error('not a register key')
  const [, name, id, encoded] = found as unknown as [string, string, string, string]
  const raw = fromBase64(encoded)
  const own = (await sha256(concat(utf8(name + '\n'), raw))).slice(0, 4)
  const claimed = Uint8Array.from(id.match(/../g) ?? [], (pair) => parseInt(pair, 16))
  if (!equal(own, claimed)) throw new Error('the id is not that of the key')
  if (raw[0] !== ed25519) throw new UnknownFormat(`a key of the type ${raw[0]}`)
  if (raw.length !== 33) throw new Error('not an Ed25519 key')
  const key = await ifKnown(crypto.subtle.importKey('raw', raw.slice(1), { name: 'Ed25519' }, true, ['verify']))
  return { text: text.trim(), name, id: own, key }
}

/** Names a register for ever, by its first key (package register, ID): acts name it as the one for which they are meant. */
export async function registerId(vkey: string): Promise<string> {
  return toBase64url(await sha256(utf8((await readRegisterKey(vkey)).text)))
}

/** Reads a signed head. Its signatures are not checked yet. */
export function readHead(note: string): SignedHead {
  const split = note.indexOf('\n\n')
  const text = note.slice(0, split + 1)
  const [origin, size, root, end] = text.split('\n')
  if (
    split < 0 ||
    !origin ||
    !size ||
    !root ||
    end !== '' ||
    text.split('\n').length !== 4 ||
    !/^(0|[1-9][0-9]*)$/.test(size)
  ) {
    throw new Error('not a tree head')
  }
  const head = { origin, size: Number(size), root: fromBase64(root) }
  if (head.root.length !== 32 || !Number.isSafeInteger(head.size)) throw new Error('not a tree head')
  return {
    head,
    text,
    lines: note
      .slice(split + 2)
      .trimEnd()
      .split('\n')
      .map(signatureLine),
    note,
  }
}

function signatureLine(line: string): SignatureLine {
  const found = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+=*)$/.exec(line)
  if (!found) throw new Error('not a signature line')
  const bytes = fromBase64(found[2] as string)
  return { name: found[1] as string, id: bytes.slice(0, 4), signature: bytes.slice(4) }
}

/** Whether the register's own key signed the head, and the head is of that register. */
export async function headIsSigned(signed: SignedHead, key: RegisterKey): Promise<boolean> {
  const line = signed.lines.find((l) => l.name === key.name && equal(l.id, key.id))
  if (!line || signed.head.origin !== key.name) return false
  return crypto.subtle.verify({ name: 'Ed25519' }, key.key, line.signature, utf8(signed.text))
}

/** The names under which others signed the same head. */
export const cosigners = (signed: SignedHead): string[] =>
  signed.lines.filter((l) => l.name !== signed.head.origin).map((l) => l.name)
