import { sha256, toHex, type Bytes } from './bytes'

/** Another file came than the one that was asked for. */
export class Altered extends Error {}

/** Answers a file only if it is the one that its deposit names, by its SHA-256: whoever hands it out may have put another in its place. */
export async function asDeposited(file: Bytes, digest: string | undefined): Promise<Bytes> {
  if (toHex(await sha256(file)) !== digest) throw new Altered()
  return file
}
