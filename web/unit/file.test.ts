import { expect, test } from 'vitest'
import { Altered, asDeposited } from '@/trust/file'

/** Whoever hands out a file of evidence may have put other bytes in its place. */
const file = new TextEncoder().encode('abc')
const digest = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' // of FIPS 180-4

test('a file is answered if it is the one that was deposited', async () => {
  expect(await asDeposited(file, digest)).toBe(file)
})

test('another one is not, nor one that no deposit names', async () => {
  await expect(asDeposited(new TextEncoder().encode('abd'), digest)).rejects.toThrow(Altered)
  await expect(asDeposited(new Uint8Array(), digest)).rejects.toThrow(Altered)
  await expect(asDeposited(file, undefined)).rejects.toThrow(Altered)
})
