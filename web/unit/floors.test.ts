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

test('nothing is exported that nobody imports', () => {
  const web = join(src, '..')
  const readers = ['test', 'unit', 'bench'].flatMap((folder) =>
    readdirSync(join(web, folder), { recursive: true, encoding: 'utf8' }).map((f) => join('..', folder, f)),
  )
  const imported = new Set<string>() // file name, without its ending, and what of it
  for (const file of [...files, ...readers.filter((f) => f.endsWith('.ts'))]) {
    const text = readFileSync(join(src, file), 'utf8')
    const whole = /(?:import|export)\s+(?:type\s+)?(?:\w+\s*,\s*)?\{([^}]*)\}\s*from\s*'([^']+)'/g
    for (const [, names, path] of text.matchAll(whole)) {
      const at = path!.startsWith('@/') ? path!.slice(2) : normalize(join(dirname(file), path!)).replace('../src/', '')
      for (const name of names!.split(','))
        imported.add(
          `${at} ${
            name
              .replace(/^\s*type\s/, '')
              .trim()
              .split(' as ')[0]
          }`,
        )
    }
  }
  const unused = files
    .filter((f) => !f.startsWith('generated/'))
    .flatMap((file) => {
      const text = readFileSync(join(src, file), 'utf8')
      const names = [...text.matchAll(/^export (?:async )?(?:const|let|function|class|interface|type) (\w+)/gm)]
      const at = file.replace(/\.ts$/, '').replace(/\/index$/, '')
      return names
        .filter(([, name]) => !imported.has(`${at} ${name}`) && !imported.has(`${at}/index ${name}`))
        .map(([, name]) => `${file}: ${name}`)
    })
  expect(unused).toEqual([])
})
