import { expect, test } from 'vitest'
import { suspended, type Declaration } from '../src/screens/agreement/declared'

const now = '2017-10-10T12:00:00Z'
const one = (o: Partial<Declaration>): Declaration => ({
  ...{ type: 'suspension', from: '2017-10-01', for: ['TR'], where: ['dz-idlib'], counts: true, consents: [] },
  ...{ force: { from: '2017-10-01T00:00:00Z' } },
  ...o,
})
const of = (d: Declaration, whom = ['TR'], where = ['dz-idlib']) => suspended([d], whom, where, now)

test('a resumption ends a suspension of the same parties and places that has effect, and no other', () => {
  expect(of(one({}))).toBe(true)
  expect(of(one({ for: ['TR', 'RU'] }), ['RU', 'TR', 'TR'])).toBe(true) // in whatever order
  expect(of(one({ where: [] }), ['TR'], [])).toBe(true)
  expect(of(one({}), ['RU'])).toBe(false)
  expect(of(one({}), ['TR'], [])).toBe(false)
  expect(of(one({ counts: false, why: 'days-passed' }))).toBe(false)
  expect(of(one({ type: 'denunciation' }))).toBe(false)
  expect(of(one({ force: { from: '2017-10-01T00:00:00Z', until: '2017-10-05T00:00:00Z' } }))).toBe(false)
  expect(of(one({ force: { from: '2017-10-12T00:00:00Z' } }))).toBe(true) // it has not begun yet
})
