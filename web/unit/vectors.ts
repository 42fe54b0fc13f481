import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Reads testdata/vectors, which the tests of the Go packages write and hold to theirs. */
export function vectors<T>(name: string): T {
  return JSON.parse(
    readFileSync(fileURLToPath(new URL(`../../testdata/vectors/${name}.json`, import.meta.url)), 'utf8'),
  )
}
