import { expect, test } from 'vitest'
import {
  blankTally,
  bodyOf,
  corrected,
  draftOf,
  lackingOf,
  offBy,
  offsetOn,
  subjectOf,
  type Published,
} from '../src/screens/records/tally'

const filled = () => ({
  ...blankTally('TR'),
  date: '2017-05-07',
  unit: 'firing-case',
  total: '٦',
  source: 'EXERCISE. Bulletin 2',
  parts: [
    { area: 'SY05', name: 'Hama', number: '2' },
    { area: 'SY01', name: 'Damascus', number: '3' },
  ],
})

test('a tally is named after who published it, the day, what it counts, and the list', () => {
  expect(subjectOf(filled())).toBe('tally/TR-2017-05-07-firing-case')
  expect(subjectOf({ ...filled(), list: 'north' })).toBe('tally/TR-2017-05-07-firing-case:north')
})

test('hours from UTC are those of the zone on that day', () => {
  expect(offsetOn('2017-05-07', 'Asia/Damascus')).toBe('+03:00')
  expect(offsetOn('2017-01-07', 'Asia/Damascus')).toBe('+02:00')
  expect(offsetOn('2017-01-07', 'America/Bogota')).toBe('-05:00')
  expect(offsetOn('2017-01-07', 'Asia/Kolkata')).toBe('+05:30')
  expect(offsetOn('', 'UTC')).toBe('')
})

test('what is lacking of a tally is named, and a place that stands twice', () => {
  expect(lackingOf(filled(), '+03:00')).toEqual([])
  expect(lackingOf(filled(), '')).toEqual([]) // it was not published
  expect(lackingOf(filled(), '3')).toEqual(['offset'])
  expect(lackingOf(blankTally(''), '')).toEqual(['publisher', 'date', 'unit', 'total', 'source'])
  const twice = { ...filled(), parts: [...filled().parts, { area: 'SY01', name: 'Dimashq', number: '1' }] }
  expect(lackingOf(twice, '')).toEqual(['twice'])
  expect(lackingOf({ ...filled(), parts: [{ area: 'SY01', name: '', number: '' }] }, '')).toEqual(['parts'])
  expect(lackingOf({ ...filled(), list: 'North' }, '')).toEqual(['list'])
})

test('parts that do not add up are told, and what is signed has numbers', () => {
  expect(offBy(filled())).toBe(-1)
  expect(offBy({ ...filled(), parts: [] })).toBeUndefined()
  expect(bodyOf({ ...filled(), confirmed: '0' }, '+03:00')).toEqual({
    publisher: 'TR',
    date: '2017-05-07',
    utcOffset: '+03:00',
    unit: 'firing-case',
    total: 6,
    parts: [
      { area: 'SY05', name: 'Hama', number: 2 },
      { area: 'SY01', name: 'Damascus', number: 3 },
    ],
    confirmedByOther: 0,
    source: 'EXERCISE. Bulletin 2',
  })
})

test('a correction begins with what was said, changes only what somebody changed, and keeps what no form asks', () => {
  const before = {
    ...bodyOf({ ...filled(), list: 'north' }, '+03:00'),
    source: ' EXERCISE. Bulletin 2 ', // as an import wrote it
    exercise: true,
    origin: { dataset: 'd', line: 7, sha256: 'a'.repeat(64) },
  } as unknown as Published
  const draft = draftOf(before)
  expect(corrected(before, draft, draft.offset!)).toEqual({ body: before, changed: [] })
  const now = corrected(before, { ...draft, total: '5' }, draft.offset!)
  expect(now.changed).toEqual(['total'])
  expect(now.body).toEqual({ ...before, total: 5 })
  const without = corrected(before, { ...draft, parts: [] }, '')
  expect(without.changed.sort()).toEqual(['parts', 'utcOffset'])
  expect(Object.keys(without.body)).not.toContain('parts')
  expect(subjectOf(draft)).toBe('tally/TR-2017-05-07-firing-case:north')
})
