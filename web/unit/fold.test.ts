import { expect, test } from 'vitest'
import { folds, leaves, opening } from '@/parts/fold'

test('values are counted, however deep', () => {
  expect(leaves('one')).toBe(1)
  expect(leaves(null)).toBe(1)
  expect(leaves([])).toBe(0)
  expect(leaves({ a: [1, 2, { b: 3 }], c: null })).toBe(4)
})

test('what is long is folded, and what is short stays open', () => {
  expect(folds({ few: [1, 2, 3] })).toBe(false)
  expect(folds({ ring: Array.from({ length: 20 }, (_, i) => [i, i]) })).toBe(true)
})

test('a folded value is known by its first short text', () => {
  expect(opening({ n: 1, text: 'x'.repeat(100), id: 'clause-1' })).toBe('clause-1')
  expect(opening(['clause-1'])).toBe('')
  expect(opening({ n: 1 })).toBe('')
})
