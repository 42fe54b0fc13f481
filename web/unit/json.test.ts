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

test.each(['-0', '1e-400', '1e400', '3.0', '3e0', '36.570', '1E+21', '36.5700000000000000000000000000000001'])(
  'a number that is not spelt as everybody spells it is refused: %s',
  (number) => {
    expect(() => parseStrict(`{"a":[{"b":${number}}]}`)).toThrow('a number')
    expect(parseStrict(`{"a\\"":"${number}"}`)).toEqual({ 'a"': number })
  },
)
