import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { readWords } from '../build/words'

const dist = fileURLToPath(new URL('../dist', import.meta.url))

/** Bytes of a file as the office sends it. */
const sent = (name: string) => gzipSync(readFileSync(join(dist, name))).length

test('the first load is under 300 kB of script, compressed', () => {
  const page = readFileSync(join(dist, 'index.html'), 'utf8')
  const first = [...page.matchAll(/assets\/[^"]+\.js/g)].map((m) => m[0])
  const screens = readdirSync(join(dist, 'assets'))
    .filter((n) => /^(\w*Screen|ar|ru|fa|es)-.*\.js$/.test(n))
    .map((n) => 'assets/' + n)
  const largest = Math.max(...screens.map(sent)) * 2 // the largest screen and a language
  const bytes = first.reduce((n, name) => n + sent(name), 0) + largest
  expect(first.length).toBeGreaterThan(0)
  expect(bytes).toBeLessThan(300_000)
})

test('every word is there', () => {
  const words = readWords(fileURLToPath(new URL('../src/words', import.meta.url)))
  expect(Object.keys(words).length).toBeGreaterThan(5)
})

test('every kind of act has a word', () => {
  const source = readFileSync(fileURLToPath(new URL('../src/generated/acts.ts', import.meta.url)), 'utf8')
  const bodies = source.slice(
    source.indexOf('export interface Bodies'),
    source.indexOf('}', source.indexOf('export interface Bodies')),
  )
  const kinds = [...bodies.matchAll(/^ +'?([a-z-]+)'?:/gm)].map((m) => m[1] as string)
  const words = JSON.parse(
    readFileSync(fileURLToPath(new URL('../src/words/kinds.json', import.meta.url)), 'utf8'),
  ) as Record<string, unknown>
  expect(kinds.length).toBeGreaterThan(40)
  expect(Object.keys(words).sort()).toEqual(kinds.sort())
})
