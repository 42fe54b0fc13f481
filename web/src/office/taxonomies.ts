import { shallowRef } from 'vue'
import { language, type Language } from '@/i18n/language'
import { askJson, listAll } from './api'
import { asked } from './asked'
import { store } from './store'

/** The word lists of the office, in every language, and its own words. Labels are never written in the desk. */

interface Term {
  code: string
  labels: Partial<Record<Language, string>>
  ended?: boolean // an own word that is in what was written, and in no form
}
interface Own {
  list: string
  code: string
  labels: { language: string; text: string }[]
  ended?: unknown
}
interface Lists {
  lists: { list: string; about: string; terms: Term[]; own?: boolean }[]
  own?: Own[]
}

const lists = shallowRef(new Map<string, Term[]>())
const open = shallowRef<string[]>([])

/** Shows the lists as they were last seen here, and then as the office has them now. */
const all = asked(async () => {
  const db = await store()
  const key = 'taxonomies'
  const last = await db.get('kept', key)
  if (last && !lists.value.size) take(last.value as Lists)
  const now = await askJson<Lists>('/api/taxonomies', { as: 'nobody' })
  now.own = (await listAll<'word'>('/api/words')).map((i) => i.state)
  take(now)
  await db.put('kept', { key, at: new Date().toISOString(), value: now })
  return lists.value
})
export const loadTaxonomies = all.load

/** Of the lists as a whole: that nothing is known of them because they did not come. */
export const wordLists = { failed: () => all.failed() && !lists.value.size, load: all.load }

const known = (list: string): Term[] | undefined => (all.value() ?? lists.value).get(list)

/** The office's own words stand behind those of their list; what they are called stands in the languages it has. */
function take(told: Lists): void {
  const next = new Map(told.lists.map((l) => [l.list, l.terms]))
  open.value = told.lists.filter((l) => l.own).map((l) => l.list)
  for (const own of told.own ?? []) {
    const labels = Object.fromEntries(own.labels.map((l) => [l.language, l.text]))
    const one = { code: own.code, labels, ended: own.ended !== undefined }
    next.set(own.list, [...(next.get(own.list) ?? []), one])
  }
  lists.value = next
}

/** Where a verifier's step may lead from each status (package incident, Steps). */
export const steps = asked(async () => (await askJson<{ steps: Steps }>('/api/steps', { as: 'nobody' })).steps)
type Steps = Record<string, string[]>

/** Where a step may lead from a status; the status itself, too. Nothing until it is known. */
export const stepsFrom = (status: string): string[] => {
  const told = steps.value()
  return told ? [...(told[status] ?? []), status] : []
}

/** The words that a form offers. */
export const terms = (list: string): Term[] => (known(list) ?? []).filter((w) => !w.ended)

/** The lists to which an office adds words of its own. */
export const openLists = (): string[] => open.value
/** The languages in which its own words are called. */
export const spokenByWords = (): string[] => [
  ...new Set(
    openLists().flatMap((l) =>
      terms(l)
        .filter((w) => w.code.startsWith('own-'))
        .flatMap((w) => Object.keys(w.labels)),
    ),
  ),
]

/** What a code is called whatever list it is of; nothing if it is none, or an ordinary word. */
export function calledAnywhere(code: string): string | undefined {
  if (!/[-.]/.test(code)) return undefined // a single word may be anything
  for (const all of lists.value.values()) {
    const found = all.find((w) => w.code === code)
    if (found) return called(found)
  }
  return undefined
}

/** What a term is called for the reader: in the reader's language, else in English. */
export const called = (t: Term): string => t.labels[language.value] ?? t.labels.en ?? t.code

/** The word for a code in the reader's language; the code itself if the list does not have it. */
export function term(list: string, code: string | undefined): string {
  if (!code) return ''
  const found = known(list)?.find((t) => t.code === code)
  return found ? called(found) : code
}
