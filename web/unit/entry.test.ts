import { expect, test } from 'vitest'
import { utf8 } from '@/trust/bytes'
import { splitEntry } from '@/trust/check'

test('an entry was received at a moment that there is', () => {
  expect(splitEntry(utf8('2017-05-07T04:30:00.000001Z a.b.c'))).toEqual({
    received: '2017-05-07T04:30:00.000001Z',
    compact: 'a.b.c',
  })
  for (const bad of [
    '2017-13-45T99:99:99.000000Z',
    '2017-02-29T04:30:00.000000Z',
    '2017-05-07T24:00:00.000000Z',
    '2017-05-07T04:30:00Z',
  ])
    expect(() => splitEntry(utf8(bad + ' a.b.c'))).toThrow()
})
