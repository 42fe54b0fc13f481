import { expect, test } from 'vitest'
import { standing } from '@/office/standing'

const proposed = { is: 'proposed', from: '2017-05-04T00:00:00Z', until: '2017-05-06T00:00:00Z' }
const inForce = { is: 'in-force', from: '2017-05-06T00:00:00Z', until: '2017-11-06T00:00:00Z' }
const ended = { is: 'ended', from: '2017-11-06T00:00:00Z' }
const all = [ended, proposed, inForce] // in whatever order they come

test.each([
  ['2017-05-05T12:00:00Z', 'proposed'],
  ['2017-05-06T00:00:00.000Z', 'in-force'],
  ['2017-11-05T23:59:59Z', 'in-force'],
  ['2017-11-06T00:00:00Z', 'ended'],
  ['2030-01-01T00:00:00Z', 'ended'],
  ['2000-01-01T00:00:00Z', 'proposed'], // nothing yet: what comes first
])('what stands at %s is %s', (at, is) => expect(standing(all, at)?.is).toBe(is))

test('a gap is told by what ended before it', () =>
  expect(standing([proposed, ended], '2017-08-01T00:00:00Z')?.is).toBe('proposed'))

test('of nothing nothing stands', () => expect(standing([])).toBeUndefined())
