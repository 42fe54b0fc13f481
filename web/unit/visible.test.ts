import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { amissIn, blank, editionOf, editions, hidden } from '@/trust/visible'
import { vectors } from './vectors'

const all = vectors<{ text: string; hidden?: string; blank?: boolean }[]>('texts')

test.each(all)('what nobody sees, by package visible: $text', (v) => {
  expect([hidden(v.text), blank(v.text)]).toEqual([v.hidden, v.blank ?? false])
})

test('a body tells where', () => {
  expect(amissIn({ narrative: { text: 'a', language: 'en' }, lines: [{ name: 'b\u202e' }] })).toEqual({
    code: 'U+202E',
    at: '/lines/0/name',
  })
  expect(amissIn({ reason: { text: '\u2800 ', language: 'en' } })?.code).toBe('U+2800')
  expect(amissIn({ lines: [' \u00a0'] })).toEqual({ code: '', at: '/lines/0' })
  expect(amissIn({ n: 1, none: null, text: 'a\nb', wounded: 0, list: [] })).toBeUndefined()
})

/** Every character but halves of others. */
function* characters(): Generator<string> {
  for (let c = 0; c <= 0x10ffff; c++) if (c < 0xd800 || c > 0xdfff) yield String.fromCodePoint(c)
}

const listed = (name: string) => {
  const all = new Uint8Array(0x110000)
  for (const line of readFileSync(
    fileURLToPath(new URL(`../../ground/visible/${name}.txt`, import.meta.url)),
    'utf8',
  ).split('\n')) {
    if (!line || line.startsWith('#')) continue
    const [from, to = from] = line.split('..').map((hex) => parseInt(hex, 16)) as [number, number?]
    all.fill(1, from, to + 1)
  }
  return (c: string) => all[c.codePointAt(0)!] === 1
}
const inList = listed('unseen')
const isMark = listed('marks')

test('every character of ground/visible/unseen.txt is refused here, and no other', () => {
  const amiss = [...characters()].filter((c) => (hidden(`ق${c}ق`) !== undefined) !== (inList(c) || c === '\r'))
  expect(amiss).toEqual([])
}, 30_000)

test('every character of ground/visible/marks.txt, and what stands between marks, can be one too many, and no other', () => {
  const between = /[\u061c\u200c-\u200f]/
  const tooMany = (c: string) => !inList(c) && c !== '\r' && hidden(`ق${c.repeat(11)}ق`) !== undefined
  expect([...characters()].filter((c) => tooMany(c) !== (isMark(c) || between.test(c)))).toEqual([])
}, 30_000)

/** Needed, or seen: what the list leaves out of the properties that it is made of. */
const left = /[\t\n\u061c\u200c-\u200f\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u
const properties =
  /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Co}\u2800\u{1d159}]/u

test.runIf(process.versions.unicode === '17.0')('unseen.txt is what Unicode 17 says', () => {
  const amiss = [...characters()].filter((c) => inList(c) !== (properties.test(c) && !left.test(c)))
  expect(amiss).toEqual([])
})

test.runIf(process.versions.unicode === '17.0')('marks.txt is what Unicode 17 says', () => {
  const amiss = [...characters()].filter((c) => isMark(c) !== (/[\p{M}\uff9e\uff9f]/u.test(c) && !inList(c)))
  expect(amiss).toEqual([])
})

test('an act goes by the edition of the number in force', () => {
  const all = [...editions, { since: 3, unseen: /[\u200b\u3164x]/u, marks: /\u0301/u }]
  const amiss = (number?: number) => hidden('قxق', editionOf(number, all))
  expect([amiss(1), amiss(2), amiss(3), amiss(4), amiss()]).toEqual([
    undefined,
    undefined,
    'U+0078',
    'U+0078',
    'U+0078',
  ])
})
