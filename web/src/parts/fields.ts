import type { Schema } from '@/office/nouns'
import type { Field } from './ActForm.vue'

/** Fields for the members that a schema describes; members of members by their path. A source is no field: what is typed here is not sealed. */

/** The form of a party's code (package people, PartyPattern): members of this form name a party. */
const partyCode = '^[A-Z][A-Z0-9-]{0,15}$'

/** Forms of what programs make and compare: digests, and the kind of a file. */
const digest = /\[0-9a-f\]\{64\}/
const mediaType = '^[a-z]+/[A-Za-z0-9.+-]+$'
const madeByPrograms = (s: Schema): boolean =>
  s['x-class'] === 'file' || s.pattern === mediaType || digest.test(s.pattern ?? '')

/** In which words a form asks: those of the reader's language. */
export interface Wording {
  t: (key: string) => string
  te: (key: string) => boolean
  word: (value: string, member: string, schema?: Schema) => string | undefined
  hint: (description: string | undefined) => string | undefined
}

/** A text and its language (package shape, Prose). */
const isProse = ({ properties: p }: Schema): boolean =>
  p !== undefined && Object.keys(p).sort().join(' ') === 'language text'

export function fieldsOf(schema: Schema, say: Wording, path = '', wanted = true): Field[] {
  const all = Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const at = path ? `${path}.${name}` : name
    const must = wanted && (schema.required?.includes(name) ?? false)
    if (member['x-class'] === 'source') return [] // who told it is sealed to custodians: only forms that seal may ask
    if (isProse(member)) return [{ ...fieldOf(at, member, must, say), as: 'area' as const }]
    if (member.type === 'object' && member.properties) return within(fieldsOf(member, say, at, must), at, member)
    return [fieldOf(at, member, must, say)]
  })
  return path ? all : all.sort((a, b) => Number(b.wanted) - Number(a.wanted)) // what is wanted comes first
}

/** Of what must have a digest all is said by programs: a row of a table, by whoever imports it. */
function within(fields: Field[], at: string, { required }: Schema): Field[] {
  const row = fields.some((f) => f.made && required?.includes(f.name.slice(at.length + 1)))
  return row ? fields.map((f) => ({ ...f, made: true })) : fields
}

/** What people are asked who say it for the first time: what programs make they say only where it must be said. */
export const askedOf = (fields: Field[]): Field[] => fields.filter((f) => !f.made || f.wanted)

function fieldOf(name: string, schema: Schema, wanted: boolean, { t, te, word, hint: hintOf }: Wording): Field {
  const last = name.split('.').at(-1) as string
  const label = te(`member.${last}`) ? t(`member.${last}`) : name
  const list = schema['x-taxonomy'] ?? schema.items?.['x-taxonomy']
  const told = hintOf(schema.description)
  const hint = told ? { hint: told } : {}
  const field = { name, label, wanted, ...hint, ...(madeByPrograms(schema) && { made: true }) }
  if (schema.type === 'array') {
    if (list) return { ...field, as: 'codes', list }
    return schema.items?.type === 'string' ? { ...field, as: 'lines' } : { ...field, as: 'json' }
  }
  if (list) return { ...field, as: 'code', list }
  if (schema.pattern === partyCode) return { ...field, as: 'party' }
  if (schema.enum)
    return {
      ...field,
      as: 'pick',
      options: schema.enum.map((value) => ({ value, label: word(value, last, schema) ?? value })),
    }
  if (schema.type === 'boolean') {
    const said = schema.const === true ? ['true'] : ['true', 'false'] // where only that it is so is said, all else is left out
    const options = said.map((value) => ({
      value,
      label: t(value === 'true' ? 'records.yes' : 'records.no'),
    }))
    return { ...field, as: 'flag', options }
  }
  if (schema.type === 'number' || schema.type === 'integer')
    return {
      ...{ ...field, as: 'number' },
      limits: {
        ...(schema.type === 'integer' && { whole: true }),
        ...(schema.minimum !== undefined && { least: schema.minimum }),
        ...(schema.maximum !== undefined && { most: schema.maximum }),
      },
    }
  if (schema.type === 'object') return { ...field, as: 'json' }
  if (schema.format === 'date-time') return { ...field, as: 'time' }
  if (schema.format === 'date') return { ...field, as: 'day' }
  return { ...field, as: 'text' }
}

/** Whether nobody can say this without a file that is handed in before: its digests are wanted. */
export const needsFile = (schema: Schema): boolean =>
  Object.entries(schema.properties ?? {}).some(
    ([name, m]) => m['x-class'] === 'file' && schema.required?.includes(name),
  )

/** Whether a kind of act has a member for what did not happen. */
export const marksExercise = (schema: Schema): boolean => schema.properties?.exercise !== undefined

/** A body from values by path; members that nobody filled in are left out. */
export function bodyOf(values: [path: string, value: unknown][]): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const [path, value] of values) {
    if (value === undefined) continue
    const names = path.split('.')
    let at = body
    for (const name of names.slice(0, -1)) at = (at[name] ??= {}) as Record<string, unknown>
    at[names.at(-1) as string] = value
  }
  return body
}
