import { anyState, listAll, type Item } from './api'
import { asked } from './asked'
import { identity } from './identity'
import { loadNouns, nounInfo } from './nouns'
import { among, zoneName, type Name } from './places'

/** What records are called that have a name beside the short one by which programs call them. */

/** What agreements, lines, zones and words call it is found among what they say. */
interface Naming {
  title?: { text: string } | Name[]
  name?: string
  names?: Name[]
  labels?: Name[]
  course?: Naming
  boundary?: Naming
  agreed?: Naming
  proposals?: unknown
  versions?: unknown
}

const listOf = (value: unknown): Naming[] => (Array.isArray(value) ? (value as Naming[]) : []) // other nouns count what these tell

function nameIn(s: Naming | undefined): string | undefined {
  if (!s) return undefined
  if (Array.isArray(s.title)) return among(s.title)
  if (s.title?.text) return s.title.text
  if (typeof s.name === 'string') return s.name
  const inside = s.course ?? s.boundary ?? s.agreed ?? listOf(s.proposals)[0]
  return among(s.names) ?? among(s.labels) ?? nameIn(inside) ?? nameIn(listOf(s.versions).at(-1))
}

/** What a row is called, if its noun gives it a name or a title. */
export const nameOfItem = (i: Item): string => nameIn(anyState(i) as Naming) ?? ''

/** Nouns whose records are few, and called by name wherever they are met. */
const named = ['body', 'post', 'organisation', 'line', 'agreement']
const nouns = new Map(
  named.map((noun) => [
    noun,
    asked(
      () => namesOf(noun),
      () => identity.value?.key,
    ),
  ]),
)

/** The names of a noun's records, whichever of their periods tells them. */
async function namesOf(noun: string): Promise<Map<string, string>> {
  await loadNouns()
  const all = await listAll(nounInfo(noun)?.list ?? `/api/${noun}s`)
  return new Map(all.flatMap((i) => (nameOfItem(i) ? [[i.subject, nameOfItem(i)]] : [])))
}

/** What a subject is called; nothing if its short name is all that it has, or whoever reads is not told. */
export function recordName(subject: string): string | undefined {
  const slash = subject.indexOf('/')
  const [noun, name] = [subject.slice(0, slash), subject.slice(slash + 1)]
  if (noun === 'zone') return zoneName(name)
  return nouns.get(noun)?.value()?.get(subject)
}

/** What a zone or a line is called, by the code with which clauses and declarations name it. */
export const groundName = (code: string): string => recordName(`line/${code}`) ?? zoneName(code)
