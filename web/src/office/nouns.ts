import type { Bodies } from '@/generated/acts'
import { askJson, type Schemas } from './api'
import { asked } from './asked'
import { may } from './me'

/** What there is to know of nouns and kinds, as the office lists them; and where the desk shows a subject. */

type NounInfo = Schemas['Noun']
export type KindInfo = Schemas['Kind']

/** The part of JSON Schema that the office writes (package shape). */
export interface Schema {
  type?: string
  description?: string
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  enum?: string[]
  const?: unknown
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  'x-taxonomy'?: string
  'x-class'?: string
}

const lists = asked(async () => {
  const [n, k] = await Promise.all([
    askJson<Schemas['Nouns']>('/api/nouns', { as: 'nobody' }),
    askJson<Schemas['Kinds']>('/schemas', { as: 'nobody' }),
  ])
  return { nouns: n.nouns, kinds: k.kinds }
})
export const nouns = (): NounInfo[] => lists.value()?.nouns ?? []
const kinds = (): KindInfo[] => lists.value()?.kinds ?? []

/** Asks once; who asks again after a fault tries again. */
export const loadNouns = lists.once

export const nounInfo = (noun: string): NounInfo | undefined => nouns().find((n) => n.noun === noun)

/** What is encrypted to a party before it is sent has a form of its own, and none that a schema makes. */
export const isPrivate = (noun: string): boolean => noun === 'private'

/** The kinds of act about a noun that whoever speaks may make in the desk: those that open a subject, or the others. */
export const openKinds = (noun: string, opens: boolean): KindInfo[] =>
  kinds().filter((k) => k.noun === noun && !isPrivate(noun) && k.opens === opens && may(k.kind as keyof Bodies))

const schemas = new Map<string, Promise<Schema>>()

/** The JSON Schema at a path of the office; asked for once. */
export function schemaAt(path: string): Promise<Schema> {
  const known = schemas.get(path) ?? askJson<Schema>(path, { as: 'nobody' })
  schemas.set(path, known)
  known.catch(() => schemas.delete(path))
  return known
}

/** The JSON Schema of what acts of a kind say; nothing of a kind that the office does not list. */
export async function schemaOfKind(kind: string): Promise<Schema | undefined> {
  await loadNouns()
  const path = kinds().find((k) => k.kind === kind)?.schema
  return path ? schemaAt(path) : undefined
}

/** Where the desk shows a subject: on the noun's own screen, else on the page that every noun has. */
export function placeOf(subject: string): string {
  const slash = subject.indexOf('/')
  const [noun, name] = [subject.slice(0, slash), subject.slice(slash + 1)]
  return nounInfo(noun)?.screen?.replace(':name', name) ?? `/records/${subject}`
}
