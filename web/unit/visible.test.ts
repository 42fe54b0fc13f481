import { expect, test } from 'vitest'
import { blank, hidden, hiddenIn } from '@/trust/visible'
import { vectors } from './vectors'

const all = vectors<{ text: string; hidden?: string; blank?: boolean }[]>('texts')

test.each(all)('what nobody sees, by package visible: $text', (v) => {
  expect([hidden(v.text), blank(v.text)]).toEqual([v.hidden, v.blank ?? false])
})

test('a body tells where', () => {
  expect(hiddenIn({ narrative: { text: 'a', language: 'en' }, lines: [{ name: 'b\u202e' }] })).toEqual({
    code: 'U+202E',
    at: '/lines/0/name',
  })
  expect(hiddenIn({ n: 1, none: null, text: 'a\nb' })).toBeUndefined()
})
