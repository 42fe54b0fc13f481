import { shallowRef } from 'vue'
import { language, languages } from '@/i18n/language'
import { askJson, listAll, type ItemOf, type Page } from './api'
import { asked, rest, whenBack } from './asked'
import { identity } from './identity'

/** What zones and areas are called, in the reader's language if it is known so. */

/** A name as schemas have it; a state may say besides that it is a variant. */
export interface Name {
  language: string
  text: string
  variant?: boolean
}

const known = shallowRef(new Map<string, Name[]>())
const wanted = new Set<string>()
/** Those that were not answered: asked again after a rest, or when the connection is back. */
const missed = new Set<string>()
let due = 0

function take(code: string, names: Name[] | undefined): void {
  if (names?.length) known.value = new Map(known.value).set(code, names)
}

/** The name among several: in the reader's language, else in English or Latin letters, else any. */
export function among(names: Name[] | undefined): string | undefined {
  const of = (l: string) => names?.find((n) => n.language === l && !n.variant) ?? names?.find((n) => n.language === l)
  const latin = languages[language.value]?.dir === 'rtl' ? ['ar'] : ['en', 'ar-Latn']
  return [language.value, ...latin, 'en'].map(of).find((n) => n)?.text ?? names?.[0]?.text
}

/** The name of an area by its code; the code itself until the office has told it. */
export function areaName(code: string | undefined): string {
  if (!code) return ''
  if (!known.value.has(code) && (!wanted.has(code) || (missed.has(code) && Date.now() >= due))) want(code)
  return among(known.value.get(code)) ?? code
}

function want(code: string): void {
  wanted.add(code)
  missed.delete(code)
  if (waiting.push(code) === 1) queueMicrotask(() => void askWaiting())
}

/** The name in the language of the place itself, if that is not what the reader is shown. */
export function ownName(code: string | undefined): Name | undefined {
  const own = known.value.get(code ?? '')?.find((n) => !n.language.includes('-') && n.language !== 'en' && !n.variant)
  return own && own.text !== areaName(code) ? own : undefined
}

const waiting: string[] = []

/** Asks for all names that one moment wanted, as many at a time as a filter takes. */
async function askWaiting(): Promise<void> {
  while (waiting.length) {
    const some = waiting.splice(0, 100)
    const q = new URLSearchParams({ subject: some.map((code) => `place/${code}`).join(), limit: '100' })
    const page = await askJson<Page<'place'>>(`/api/places?${q}`).catch(() => undefined)
    for (const { state } of page?.items ?? []) take(state.code, state.names)
    if (page) continue
    due = Date.now() + rest
    some.forEach((code) => missed.add(code))
    whenBack(() => some.filter((code) => missed.has(code)).forEach(want))
  }
}

/** Whether more than one side's drawing says that there is such a zone: it is in force, or was, or all whom it needs agreed. */
const stands = ({ state }: ItemOf<'zone'>): boolean => !!(state.boundary ?? state.agreed)

/** The codes of all zones that there are or were; what is only proposed is none. The names are known then of those, too. */
const zones = asked(
  async () => {
    const items = await listAll<'zone'>('/api/zones')
    for (const { state } of items) take(state.code, (state.boundary ?? state.agreed ?? state.proposals?.[0])?.names)
    return [...new Set(items.filter(stands).map((i) => i.state.code))].sort()
  },
  () => identity.value?.key,
)
export const zoneCodes = (): string[] => zones.value() ?? []

/** Of the list as a whole: that nothing is known of it because it did not come. */
export const zoneList = { failed: zones.failed, load: zones.load }

/** The name of a zone by its code, wherever it is met: zones are asked for when the first is. */
export function zoneName(code: string | undefined): string {
  if (!code) return ''
  if (!known.value.has(code)) zones.value()
  return among(known.value.get(code)) ?? code
}
