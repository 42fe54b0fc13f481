import { computed, ref, shallowRef, watch } from 'vue'
import { importKey, type Signer } from '@/trust/keys'
import { lock, unlock, type Locked } from '@/trust/locked'
import { isObject, type Json } from '@/trust/json'
import { sessionToken } from '@/trust/session'
import { copy, type Copy } from './copy'
import { audienceOf } from './home'
import { store, type Identity } from './store'
import { isOpen, openKey, openWith } from './unlocked'

/** Who sits at this browser. Several people may share a device; one at a time speaks. */

export const identities = shallowRef<Identity[]>([])
const chosen = ref(localStorage.getItem('person') ?? '')

/** Whom this browser speaks for, whether or not the key is unlocked. */
const speaker = computed(() => (copy.value ? undefined : identities.value.find((i) => i.key === chosen.value)))

/** Who speaks. While a key is locked nobody does: what is shown then is the public edition. */
export const identity = computed<Identity | undefined>(() => {
  if (copy.value) return readerOf(copy.value)
  return speaker.value && isOpen(speaker.value) ? speaker.value : undefined
})

/** Who would speak once the passphrase is given. */
export const lockedOut = computed(() => (speaker.value && !isOpen(speaker.value) ? speaker.value : undefined))

/** Whoever a copy was made for reads it without signing in, and signs nothing. */
const readerOf = (c: Copy): Identity | undefined =>
  c.person === undefined
    ? undefined
    : ({ key: 'copy', person: c.person, origin: c.register, since: c.until } as Identity)

export function signerOf(i: Identity): Signer {
  const key = i.signer ?? openKey(i.key)
  if (!key) throw new Error('the key is locked')
  return { id: i.key, algorithm: i.algorithm, jwk: i.jwk, key }
}

export async function loadIdentities(): Promise<void> {
  identities.value = await (await store()).getAll('identities')
}

export function speakAs(key: string): void {
  chosen.value = key
  localStorage.setItem('person', key)
}

/** Keeps a key: under a passphrase if one is given, for which it must still be one that can be taken out. */
export async function keepIdentity(
  signer: Signer,
  about: Pick<Identity, 'person' | 'origin' | 'registerKey' | 'register' | 'founding'>,
  passphrase = '',
): Promise<void> {
  const i: Identity = {
    ...about,
    key: signer.id,
    algorithm: signer.algorithm,
    jwk: signer.jwk,
    ...(passphrase ? { locked: await lock(signer, passphrase) } : { signer: signer.key }),
    since: new Date().toISOString(),
  }
  if (i.locked) await openWith(i, passphrase)
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

/** Puts a key under another passphrase. */
export async function changePassphrase(i: Identity, was: string, is: string): Promise<void> {
  const key = await unlock(i.locked as Locked, { id: i.key, algorithm: i.algorithm }, was, true)
  const locked = await lock({ id: i.key, algorithm: i.algorithm, jwk: i.jwk, key }, is)
  await (await store()).put('identities', { ...i, locked })
  await loadIdentities()
}

export async function forgetIdentity(key: string): Promise<void> {
  await (await store()).delete('identities', key)
  tokens.delete(key)
  await loadIdentities()
  if (chosen.value === key) speakAs('')
}

const keyFormat = 'truce-key-1'

/** A key file of a form that a later program made. */
export class NewerKeyFile extends Error {}

const later = (format: string): boolean => /^truce-key-([2-9]|[1-9][0-9]{1,3})$/.test(format)

/** Takes a key file of `truce keys new`, under a passphrase if one is given. Throws for anything else. */
export async function takeKeyFile(text: string, passphrase = ''): Promise<void> {
  const file = JSON.parse(text) as Json
  if (isObject(file) && typeof file.format === 'string' && later(file.format)) throw new NewerKeyFile()
  if (
    !isObject(file) ||
    file.format !== keyFormat ||
    typeof file.person !== 'string' ||
    typeof file.office !== 'string' ||
    file.key === undefined
  )
    throw new Error('not a key file')
  const register = typeof file.register === 'string' ? file.register : undefined
  const signer = await importKey(file.key, passphrase !== '')
  const founding = typeof file.founding === 'string' ? file.founding : undefined
  await keepIdentity(signer, { person: file.person, origin: file.office, register, founding }, passphrase)
}

const tokenSeconds = 3600
const tokens = new Map<string, { text: string; until: number }>()
watch(lockedOut, (i) => i && tokens.delete(i.key)) // a sign-in ends with the key

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
