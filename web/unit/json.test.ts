import { expect, test } from 'vitest'
import { parseStrict } from '@/trust/json'

test.each([
  '{"a":1,"a":2}',
  '{"a":{"b":1,"b":2}}',
  '[{"a":1},{"b":1,"b":1}]',
  '{"a":1,"\\u0061":2}',
  '{"a":"{\\"a\\":1}","b":["a","a"],"a":0}',
])('a member that stands twice is refused: %s', (text) => {
  expect(() => parseStrict(text)).toThrow('stands twice')
})

test.each(['{"a":1,"b":{"a":2}}', '[{"a":1},{"a":2}]', '{"a":"a","b":"\\"a\\":1"}', '"a"', '[]'])(
  'what only looks so is taken: %s',
  (text) => {
    expect(parseStrict(text)).toEqual(JSON.parse(text))
  },
)
