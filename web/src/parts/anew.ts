import { moment } from '@/i18n/format'
import { toWall } from '@/i18n/zoned'
import type { Told } from '@/office/api'
import { isProse } from '@/office/prose'
import type { Field } from './ActForm.vue'
import { bodyOf } from './fields'
import { personName } from './names'

/** What a field begins with: the text that stands in it, and the value that it is of, which no text may tell whole. */
export interface Begun {
  text: string
  value: unknown
}

/**
 * A form that says again what acts said before: it begins with what they say alike. What no person types, digests and lists of
 * records, stands as it was said; where the acts differ in that, one of them is chosen.
 */
interface Anew {
  fields: Field[]
  begins: Record<string, Begun> // what they begin with
  body: Record<string, unknown> // what is said again and not asked
  kept: Field[] // of what that is
  lacks: Field[] // what must be said, is typed by nobody, and is withheld from whoever reads
}

export function anew(fields: Field[], acts: Told[], zone: string): Anew {
  const form: Anew = { fields: [], begins: {}, body: {}, kept: [], lacks: [] }
  const carried: [string, unknown][] = []
  for (const f of fields) {
    const said = acts.map((a) => valueAt(a.body, f.name))
    const alike = said.every((v) => JSON.stringify(v) === JSON.stringify(said[0]))
    if (!f.made && f.as !== 'json') {
      form.fields.push(f)
      if (alike && said[0] !== undefined) form.begins[f.name] = { text: typedAs(f, said[0], zone), value: said[0] }
    } else if (!alike) form.fields.push(chosen(f, acts, said))
    else if (said[0] !== undefined) {
      carried.push([f.name, said[0]])
      form.kept.push(f)
    } else if (f.wanted) form.lacks.push(f)
  }
  form.body = bodyOf(carried)
  return form
}

/** A choice between what acts say that differ. */
function chosen(f: Field, acts: Told[], said: unknown[]): Field {
  const options = acts.flatMap((a, i) =>
    said[i] === undefined
      ? []
      : [
          {
            value: JSON.stringify(said[i]),
            label: `${personName(a.person ?? a.issuer)}, ${moment(a.received, 'second')}`,
          },
        ],
  )
  return { ...f, as: 'json', options }
}

function valueAt(body: unknown, path: string): unknown {
  let at = body
  for (const name of path.split('.')) at = (at as Record<string, unknown> | undefined)?.[name]
  return at
}

/** A value as whoever fills in a form types it. */
function typedAs(f: Field, value: unknown, zone: string): string {
  if (isProse(value)) return value.text
  if (f.as === 'time') return toWall(String(value), zone)
  return Array.isArray(value) ? value.join(f.as === 'codes' ? ' ' : '\n') : String(value)
}
