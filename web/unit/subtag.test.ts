import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { vectors } from './vectors'

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')
const subtags = new Set(read('ground/subtag/subtags.txt').split('\n'))
const known = (tag: string) => /^[a-z]{2,3}(-[A-Z][a-z]{3})?$/.test(tag) && tag.split('-').every((s) => subtags.has(s))

test('another reader of the list of languages says the same as package subtag', () => {
  const tags = vectors<Record<string, boolean>>('languages')
  expect(Object.fromEntries(Object.keys(tags).map((tag) => [tag, known(tag)]))).toEqual(tags)
})

test('every language that the desk signs is one that the office takes', () => {
  const spoken = JSON.parse(read('ground/tongue/languages.json')) as { code: string }[]
  expect(spoken.length).toBeGreaterThan(5)
  expect(spoken.filter((l) => !known(l.code))).toEqual([])
})
