import { expect, test } from 'vitest'
import type { Item } from '@/office/api'
import { onceEach } from '@/parts/periods'

const item = (subject: string, from: string, more: Partial<Item> = {}) => ({ subject, from, ...more }) as Item

test('a subject of several periods stands once, as the latest says, in its first place', () => {
  const found = onceEach([
    item('post/a', '2017-01-01T00:00:00Z'),
    item('post/b', '2017-01-01T00:00:00Z'),
    item('post/a', '2018-01-01T00:00:00Z', { status: 'closed' }),
    item('post/b', '2016-01-01T00:00:00Z', { status: 'closed' }),
  ])
  expect(found.map((i) => [i.subject, i.from?.slice(0, 4), i.status])).toEqual([
    ['post/a', '2018', 'closed'],
    ['post/b', '2017', undefined],
  ])
})

test('a conflict of an earlier period is not lost', () => {
  const conflicts = [{ field: 'number', acts: [] }]
  const [one] = onceEach([
    item('tally/a', '2017-01-01T00:00:00Z', { conflicts }),
    item('tally/a', '2018-01-01T00:00:00Z'),
  ])
  expect(one?.conflicts).toEqual(conflicts)
})
