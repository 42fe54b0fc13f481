import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/**
 * The floors of the desk, from the ground: a file may import its own folder and the folders
 * that stand here beside it. A folder that is not here has no floor, and fails.
 */
const floors: Record<string, string[]> = {
  words: [],
  generated: [],
  styles: [],
  trust: [], // signs and checks; a party that distrusts us reads this folder alone
  i18n: ['words'],
  map: ['i18n', 'styles'],
  office: ['generated', 'i18n', 'trust'],
  parts: ['generated', 'i18n', 'map', 'office', 'trust'],
  screens: ['generated', 'i18n', 'map', 'office', 'parts', 'styles', 'trust'],
  desk: ['i18n', 'map', 'office', 'parts', 'screens', 'styles'], // what stands in src itself
}

const src = fileURLToPath(new URL('../src', import.meta.url))
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((f) => /\.(vue|ts)$/.test(f))

/** The folder that is a floor, and within the screens the one screen. */
function roomOf(path: string): { floor: string; room: string } {
  const [floor, room, file] = path.split('/')
  if (room === undefined) return { floor: 'desk', room: '' }
  return { floor: floor as string, room: floor === 'screens' && file !== undefined ? room : '' }
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(src, file), 'utf8')
  const named = [...text.matchAll(/(?:from|import)\s*\(?\s*'((?:@|\.\.?)\/[^']+)'/g)].map((m) => m[1] as string)
  return named.map((path) => (path.startsWith('@/') ? path.slice(2) : normalize(join(dirname(file), path))))
}

test('every folder has a floor', () => {
  expect([...new Set(files.map((f) => roomOf(f).floor))].filter((f) => !floors[f])).toEqual([])
})

test('imports go downwards, and no screen imports another', () => {
  const wrong = files.flatMap((file) => {
    const own = roomOf(file)
    return importsOf(file)
      .filter((path) => {
        const to = roomOf(path)
        return to.floor === own.floor ? to.room !== own.room : !floors[own.floor]?.includes(to.floor)
      })
      .map((path) => `${file} imports ${path}`)
  })
  expect(wrong).toEqual([])
})
