import { expect, test, vi } from 'vitest'
import { differing, linesOf } from '@/parts/lines'

/** What a browser has and these tests do not, before anything asks for it. */
vi.hoisted(() => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
  vi.stubGlobal('navigator', { languages: ['en'] })
})

const schema = {
  properties: {
    event: { 'x-taxonomy': 'event' },
    causes: { items: { 'x-taxonomy': 'cause' } },
    place: { properties: { precision: { 'x-taxonomy': 'place-precision' } } },
  },
}

test('what an act says stands line by line, each with its schema', () => {
  const narrative = { text: 'EXERCISE.', language: 'en' }
  const said = { event: 'mortar', exercise: true, causes: ['a', 'b'], place: { precision: 'exact' }, narrative }
  expect(linesOf(said, schema)).toEqual([
    { path: 'event', values: ['mortar'], schema: { 'x-taxonomy': 'event' } },
    { path: 'exercise', values: [true], schema: undefined },
    { path: 'causes', values: ['a', 'b'], schema: { 'x-taxonomy': 'cause' } },
    { path: 'place.precision', values: ['exact'], schema: { 'x-taxonomy': 'place-precision' } },
    { path: 'narrative', values: ['EXERCISE.'], schema: undefined },
  ])
})

test('acts differ in what one says otherwise, or says alone', () => {
  const one = { post: 'post/homs', count: { number: 2, unit: 'shells' }, exercise: true }
  const two = { post: 'post/idlib', count: { number: 2, unit: 'shells' }, zone: 'zone/a', exercise: true }
  expect(differing([one, two])).toEqual(['post', 'zone'])
  expect(differing([one, one])).toEqual([])
  expect(differing([{ n: 1 }, { n: '1' }])).toEqual(['n'])
  expect(differing([one])).toEqual([])
})
