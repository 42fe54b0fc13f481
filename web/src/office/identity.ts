import { computed, ref, shallowRef } from 'vue'
import { importKey, type Signer } from '@/trust/keys'
import { isObject, type Json } from '@/trust/json'
import { sessionToken } from '@/trust/session'
import { copy, type Copy } from './copy'
import { audienceOf } from './home'
import { store, type Identity } from './store'

/** Who sits at this browser. Several people may share a device; one at a time speaks. */

export const identities = shallowRef<Identity[]>([])
const chosen = ref(localStorage.getItem('person') ?? '')

export const identity = computed<Identity | undefined>(() =>
  copy.value ? readerOf(copy.value) : identities.value.find((i) => i.key === chosen.value),
)

/** Whoever a copy was made for reads it without signing in, and signs nothing. */
const readerOf = (c: Copy): Identity | undefined =>
  c.person === undefined
    ? undefined
    : ({ key: 'copy', person: c.person, origin: c.register, since: c.until } as Identity)

export const signerOf = (i: Identity): Signer => ({ id: i.key, algorithm: i.algorithm, jwk: i.jwk, key: i.signer })

export async function loadIdentities(): Promise<void> {
  identities.value = await (await store()).getAll('identities')
}

export function speakAs(key: string): void {
  chosen.value = key
  localStorage.setItem('person', key)
}

export async function keepIdentity(
  signer: Signer,
  about: { person: string; origin: string; registerKey?: string | undefined; register?: string | undefined },
): Promise<void> {
  const i: Identity = {
    ...about,
    key: signer.id,
    algorithm: signer.algorithm,
    jwk: signer.jwk,
    signer: signer.key,
    since: new Date().toISOString(),
  }
  const db = await store()
  await db.put('identities', i)
  if (about.registerKey) {
    const known = await db.get('pinned', about.origin)
    const seen = known?.key === about.registerKey ? known.seen : undefined
    await db.put('pinned', { origin: about.origin, key: about.registerKey, how: 'link', seen })
  }
  void navigator.storage?.persist?.() // a key that the browser throws away has to be enrolled anew
  await loadIdentities()
  speakAs(i.key)
}

export async function forgetIdentity(key: string): Promise<void> {
  await (await store()).delete('identities', key)
  await loadIdentities()
  if (chosen.value === key) speakAs('')
}

/** Takes a key file of `truce keys new`. Throws for anything else. */
export async function takeKeyFile(text: string): Promise<void> {
  const file = JSON.parse(text) as Json
  if (!isObject(file) || typeof file.person !== 'string' || typeof file.office !== 'string' || file.key === undefined)
    throw new Error('not a key file')
  const register = typeof file.register === 'string' ? file.register : undefined
  await keepIdentity(await importKey(file.key), { person: file.person, origin: file.office, register })
}

const tokenSeconds = 3600
const tokens = new Map<string, { text: string; until: number }>()

/** A sign-in for whoever speaks; nothing for a stranger. */
export const bearer = async (): Promise<string | undefined> =>
  copy.value ? undefined : identity.value && bearerOf(identity.value)

/** Whatever office answers here: a sign-in holds at this page's own address alone. */
const atOffice = async (i: Identity) => ({ register: (await audienceOf(i))[0] as string, address: location.host })

/** A sign-in for one of those whose keys are here. */
export async function bearerOf(i: Identity): Promise<string> {
  const now = Date.now()
  let token = tokens.get(i.key)
  if (!token || token.until < now + 300_000) {
    token = {
      text: await sessionToken(signerOf(i), await atOffice(i), new Date(now), tokenSeconds),
      until: now + tokenSeconds * 1000,
    }
    tokens.set(i.key, token)
  }
  return token.text
}
