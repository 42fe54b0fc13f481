import { describe, expect, test } from 'vitest'
import { historyDigest, NotShown, show } from '@/trust/custodians'
import { forms } from '@/generated/acts'
import { vectors } from './vectors'

interface Case {
  name: string
  register: string
  acts: number[]
  refused?: boolean
  digest: string
  alone: boolean
  signed: string[]
}
const all = vectors<{ acts: string[]; shown: Case[] }>('custodians')

describe.each(all.shown)('what an office shows about itself: $name', (v) => {
  const acts = v.acts.map((i) => all.acts[i] as string)
  test('tells this device to whom it seals as it tells the program', async () => {
    if (v.refused) return expect(show(v.register, acts, forms)).rejects.toThrow(NotShown)
    const { set } = await show(v.register, acts, forms)
    expect([set?.digest ?? '', set?.alone ?? false, set?.signed ?? []]).toEqual([v.digest, v.alone, v.signed])
  })
})

test('a history is known again by its beginning alone', async () => {
  expect(await historyDigest(['a', 'b'])).not.toBe(await historyDigest(['b', 'a']))
  expect(await historyDigest(['a', 'b', 'c'].slice(0, 2))).toBe(await historyDigest(['a', 'b']))
})
