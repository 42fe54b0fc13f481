import { readRegisterKey, registerId } from '@/trust/head'
import { askText } from './api'
import { store, type Identity, type Pinned } from './store'

/** The register for which this device signs, and the key of it that it believes. */

/** An office shows another register than the one that this device believes in. */
export class OtherRegister extends Error {}

/** The key of an office's register as this device believes it: only the very first comes from the office, and is held to what came with a key file. */
export async function believed(origin: string, register?: string): Promise<Pinned> {
  const db = await store()
  const known = await db.get('pinned', origin)
  if (known) return known
  const key = await readRegisterKey(await askText('/register/key', { as: 'nobody' }))
  if (key.name !== origin || (register && (await registerId(key.text)) !== register)) throw new OtherRegister()
  const first: Pinned = { origin, key: key.text, how: register ? 'link' : 'first' }
  await db.put('pinned', first)
  return first
}

/** For which registers somebody's acts are meant. The office that is asked just now has no say in it. */
export async function audienceOf(i: Identity): Promise<string[]> {
  return [i.register ?? (await registerId(i.registerKey ?? (await believed(i.origin)).key))]
}
