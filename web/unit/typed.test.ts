import { expect, test } from 'vitest'
import { readNumber } from '@/i18n/typed'

const people = { whole: true, least: 0, most: 1_000_000 }
const metres = { least: 0, most: 100_000 }
const latitude = { least: -90, most: 90 }

test('digits of several scripts are understood, and thousands where they can be nothing else', () => {
  for (const text of [
    '4000',
    '٤٠٠٠',
    '۴۰۰۰',
    '٤٬٠٠٠',
    '۴٬۰۰۰',
    '4 000',
    '4\u00a0000',
    '4\u202f000',
    '4’000',
    ' \u200f4000\u200e ',
  ])
    expect(readNumber(text, people), text).toEqual({ value: 4000 })
  for (const text of ['1,234,567', '1.234.567', '١٬٢٣٤٬٥٦٧']) expect(readNumber(text), text).toEqual({ value: 1234567 })
  for (const text of ['1,234.5', '1.234,5', '1 234,5', '١٬٢٣٤٫٥'])
    expect(readNumber(text), text).toEqual({ value: 1234.5 })
  for (const text of ['36.25', '36,25', '٣٦٫٢٥', '+36.25']) expect(readNumber(text), text).toEqual({ value: 36.25 })
  expect(readNumber('−36.25', latitude)).toEqual({ value: -36.25 })
})

test('what can be read in two ways is not guessed', () => {
  for (const text of ['4,000', '4.000', '٤,٠٠٠']) {
    expect(readNumber(text, people), text).toEqual({ fault: 'two' })
    expect(readNumber(text, metres), text).toEqual({ fault: 'two' })
  }
  for (const text of ['36.215', '36,215']) expect(readNumber(text, latitude), text).toEqual({ value: 36.215 }) // the other is no latitude
  expect(readNumber('0.125', metres)).toEqual({ value: 0.125 }) // nobody writes thousands so
})

test('what is no number, or not one of the field, is told', () => {
  for (const text of ['4km', 'four', '4,', '4,00,0', '12,34,567', '1e3', '0x10', '4-5', '.', '4..5', 'Infinity', '--4'])
    expect(readNumber(text, metres), text).toEqual({ fault: 'not' })
  expect(readNumber('2.5', people)).toEqual({ fault: 'whole' })
  for (const [text, limits] of [
    ['-1', people],
    ['2,000,000', people],
    ['91', latitude],
  ] as const)
    expect(readNumber(text, limits), text).toEqual({ fault: 'range' })
  for (const text of ['', '  ', '\u200f']) expect(readNumber(text, people)).toEqual({})
})
