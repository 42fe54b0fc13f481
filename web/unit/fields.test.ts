import { expect, test, vi } from 'vitest'
import { askedOf, bodyOf, fieldsOf, marksExercise, type Wording } from '@/parts/fields'

const say: Wording = { t: (key) => key, te: () => false, word: () => undefined, hint: (description) => description }
const schema = {
  type: 'object',
  required: ['name'],
  properties: {
    code: { type: 'string', 'x-taxonomy': 'post-kind' },
    name: { type: 'string', description: 'its name' },
    place: { type: 'object', properties: { lat: { type: 'number' }, known: { type: 'boolean' } } },
    since: { type: 'string', format: 'date-time' },
    parts: { type: 'array', items: { type: 'object' } },
  },
}

test('a schema makes a field for each member, what is wanted first', () => {
  const fields = fieldsOf(schema, say)
  expect(fields.map((f) => [f.name, f.as])).toEqual([
    ['name', 'text'],
    ['code', 'code'],
    ['place.lat', 'number'],
    ['place.known', 'flag'],
    ['since', 'time'],
    ['parts', 'json'],
  ])
  expect(fields[0]).toMatchObject({ wanted: true, hint: 'its name' })
})

test('a source is never asked for in the clear', () => {
  const sealed = { type: 'string' }
  const source = { type: 'object', 'x-class': 'source', properties: { sealed } }
  const parts = { type: 'object', properties: { source, name: { type: 'string' } } }
  const fields = fieldsOf({ type: 'object', properties: { source, parts } }, say)
  expect(fields.map((f) => f.name)).toEqual(['parts.name'])
})

test('a body has what was filled in, each member in its place', () => {
  const values: [string, unknown][] = [
    ['name', 'x'],
    ['place.lat', 1],
    ['place.known', undefined],
    ['a.b.c', 2],
  ]
  expect(bodyOf(values)).toEqual({ name: 'x', place: { lat: 1 }, a: { b: { c: 2 } } })
  expect(bodyOf([['place.lat', undefined]])).toEqual({})
})

test('a kind with a member of its own for an exercise is marked, not one that has it deeper', () => {
  const exercise = { type: 'boolean' }
  expect(marksExercise({ type: 'object', properties: { exercise } })).toBe(true)
  expect(marksExercise({ type: 'object', properties: { part: { type: 'object', properties: { exercise } } } })).toBe(
    false,
  )
  expect(marksExercise({ type: 'object' })).toBe(false)
})

test('a number has the limits of its schema', () => {
  const properties = { n: { type: 'integer', minimum: 1, maximum: 9 }, x: { type: 'number' } }
  const fields = fieldsOf({ type: 'object', properties }, say)
  expect(fields.map((f) => f.limits)).toEqual([{ whole: true, least: 1, most: 9 }, {}])
})

test('whoever says something for the first time is not asked for what programs that import say', () => {
  const sha256 = { type: 'string', pattern: '^[0-9a-f]{64}$' }
  const text = { type: 'string' }
  const origin = {
    type: 'object',
    required: ['dataset', 'sha256'],
    properties: { dataset: text, line: { type: 'integer' }, sha256 },
  }
  const loose = { type: 'object', required: ['name'], properties: { name: text, sha256 } }
  const fields = fieldsOf(
    { type: 'object', required: ['total'], properties: { total: { type: 'integer' }, origin, loose } },
    say,
  )
  expect(fields.filter((f) => f.made).map((f) => f.name)).toEqual([
    'origin.dataset',
    'origin.line',
    'origin.sha256',
    'loose.sha256',
  ])
  expect(askedOf(fields).map((f) => f.name)).toEqual(['total', 'loose.name'])
})

test('what a schema says in English is a hint to whoever reads English, and to nobody else', async () => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
  vi.stubGlobal('navigator', { languages: ['en'] })
  const { language, languages } = await import('@/i18n/language')
  const { hintOf } = await import('@/parts/hints')
  const hints = () => fieldsOf(schema, { ...say, hint: hintOf }).flatMap((f) => f.hint ?? [])
  for (const one of Object.keys(languages)) {
    language.value = one
    expect(hints(), one).toEqual(one === 'en' ? ['its name'] : [])
  }
})

test('a choice between codes is one between words where there are any', () => {
  const properties = { position: { type: 'string', enum: ['accepts', 'other'] } }
  const word = (value: string) => (value === 'accepts' ? 'يقبل' : undefined)
  const [field] = fieldsOf({ type: 'object', properties }, { ...say, word })
  expect(field?.options?.map((o) => o.label)).toEqual(['يقبل', 'other'])
})
