import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { forms, pluralRules } from '@/i18n/plural'
import { first, lacks, languages, readAdded, readWords, wordsOf } from '../build/words'

const src = fileURLToPath(new URL('../src', import.meta.url))
const words = readWords(join(src, 'words'))
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((f) => /\.(vue|ts)$/.test(f) && !f.startsWith('generated'))
  .map((f) => readFileSync(join(src, f), 'utf8'))

test('every entry is there in every language, and leaves open the same things', () => {
  for (const language of languages) {
    const of = wordsOf(join(src, 'words'), language)
    for (const [section, entries] of Object.entries(words)) {
      expect(Object.keys(of[section] ?? {})).toEqual(Object.keys(entries))
    }
    if (!first.includes(language))
      expect(lacks(words, readAdded(join(src, 'words'), language)), `src/tongues/${language}.json`).toEqual([])
  }
})

test('every word that the desk names is there', () => {
  const named = new Set(
    sources.flatMap((s) => [...s.matchAll(/\bt\('([a-z]+)\.([A-Za-z_]+)'/g)].map((m) => `${m[1]}.${m[2]}`)),
  )
  const missing = [...named].filter((name) => {
    const [section, key] = name.split('.') as [string, string]
    return words[section]?.[key] === undefined
  })
  expect(missing).toEqual([])
})

test('digits within sentences are those of the language', () => {
  const foreign = Object.entries(words).flatMap(([section, entries]) =>
    Object.entries(entries).flatMap(([key, all]) => {
      const plain = (i: number) => (all[i] ?? '').replace(/\{\w+\}/g, '')
      const bad = (i: number, others: RegExp) => (others.test(plain(i)) ? [`${section}.${key} ${languages[i]}`] : [])
      return [...bad(1, /[۰-۹]/), ...bad(4, /[٠-٩]/), ...bad(0, /[٠-٩۰-۹]/)]
    }),
  )
  expect(foreign).toEqual([])
})

test('a sentence that counts has as many forms as its language, or one', () => {
  const wrong = languages.flatMap((language) =>
    Object.entries(wordsOf(join(src, 'words'), language)).flatMap(([section, entries]) =>
      Object.entries(entries).flatMap(([key, text]) => {
        const has = text.split('|').length
        return has === 1 || has === forms(language).length ? [] : [`${section}.${key} ${language}: ${has}`]
      }),
    ),
  )
  expect(wrong).toEqual([])
  expect([forms('en').length, forms('ar').length, forms('ru').length]).toEqual([2, 6, 4])
  const said = (language: string, n: number) => forms(language)[pluralRules[language]!(n)]
  expect([said('en', 1), said('en', 0), said('ar', 2), said('ar', 11), said('ru', 3)]).toEqual([
    'one',
    'other',
    'two',
    'many',
    'few',
  ])
})
