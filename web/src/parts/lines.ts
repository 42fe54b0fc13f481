import type { Schema } from '@/office/nouns'
import { isProse } from '@/office/prose'

/** What an act says, member by member. */
interface Line {
  path: string // place.position.lat
  values: unknown[] // texts, numbers, yes or no; several where the member is a list of them
  schema: Schema | undefined // of each of the values
}

/** The members of a value that have no members of their own, in the order in which they stand. */
export function linesOf(value: unknown, schema?: Schema, path = ''): Line[] {
  if (value === null || typeof value !== 'object') return [{ path, values: [value], schema }]
  if (isProse(value)) return [{ path, values: [value.text], schema: undefined }]
  const list = Array.isArray(value)
  if (list && value.every((v) => typeof v !== 'object')) return [{ path, values: value, schema: schema?.items }]
  return Object.entries(value).flatMap(([name, one]) =>
    linesOf(one, list ? schema?.items : schema?.properties?.[name], path ? `${path}.${name}` : name),
  )
}

/** The members in which bodies of acts differ, as far as they are shown; one that only some have differs too. */
export function differing(bodies: unknown[]): string[] {
  const each = bodies.map((b) => new Map(linesOf(b).map((l) => [l.path, JSON.stringify(l.values)])))
  const paths = new Set(each.flatMap((said) => [...said.keys()]))
  return [...paths].filter((path) => new Set(each.map((said) => said.get(path))).size > 1)
}
