import { Decrypter, armor, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { describe, expect, test } from 'vitest'
import { fromUtf8 } from '@/trust/bytes'
import { commitment, drawSalt, NoRoom, NotAKey, sealPrivately, written, type Content } from '@/trust/private'
import { vectors } from './vectors'

interface Case {
  name: string
  subject: string
  content: Content
  commitment: string
  plain: string
}

describe.each(vectors<Case[]>('private'))('what a party files for itself: $name', (v) => {
  test('has the digest that the program reckons', async () => {
    expect(await commitment(v.subject, v.content)).toBe(v.commitment)
  })
  test('is sealed as the program reads it', () => {
    expect(JSON.parse(written(v.content))).toEqual(JSON.parse(v.plain))
  })
})

/** How long an office wants every one to be (package private, SealedLength). */
const sealedLength = (12_288 / 3) * 4 + 12_288 / 48 + 35 + 33

const person = async () => {
  const identity = await generateX25519Identity()
  return { identity, recipient: await identityToRecipient(identity) }
}
const content = (text: string): Content => ({ salt: drawSalt(), text: { text, language: 'en' } })

test('whatever is in it and however many can read it, it is of one length, and who was named opens it', async () => {
  const people = await Promise.all(Array.from({ length: 12 }, person))
  for (const [text, n] of [
    ['x', 1],
    ['ж'.repeat(2000), 5],
    ['x'.repeat(2000), 12],
  ] as const) {
    const said = content(text)
    const sealed = await sealPrivately(
      said,
      people.slice(0, n).map((p) => p.recipient),
    )
    expect(sealed.length).toBe(sealedLength)
    const reader = new Decrypter()
    reader.addIdentity(people[n - 1]!.identity)
    const again = JSON.parse(fromUtf8(await reader.decrypt(armor.decode(sealed)))) as Content & { format: string }
    expect(again.format).toBe('truce-private-1')
    expect(await commitment('private/1', again)).toBe(await commitment('private/1', said))
  }
})

test('what has no room, and a line that is no key, are refused', async () => {
  const { identity, recipient } = await person()
  await expect(sealPrivately(content('x'.repeat(12_000)), [recipient])).rejects.toThrow(NoRoom)
  for (const line of ['age1', identity, recipient.replace(/.$/, recipient.endsWith('q') ? 'p' : 'q')])
    await expect(sealPrivately(content('x'), [line])).rejects.toThrow(NotAKey)
})
