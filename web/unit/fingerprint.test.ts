import { expect, test } from 'vitest'
import { groups, held, isFingerprint, tight } from '../src/parts/fingerprint'

const key = 'oCs7Jz1wahIzxmmRRwed00_Gi2mxHYSq5T__ltUHN8A'

test('a fingerprint is read with whatever stands between its groups', () => {
  const typed = groups(key).join('  ') + '\n'
  expect(isFingerprint(typed)).toBe(true)
  expect(tight(typed)).toBe(key)
  expect(isFingerprint(key.slice(1))).toBe(false)
})

test('what differs is told by its group, and a group that is not whole yet is not wrong', () => {
  expect(held('oCs7 Jz1', key).map((g) => g.fits)).toEqual([true, true])
  expect(held('oCs7 Jz1W', key).map((g) => g.fits)).toEqual([true, false]) // capitals count
  expect(held(key + 'xy', key).at(-1)?.fits).toBe(false)
})
