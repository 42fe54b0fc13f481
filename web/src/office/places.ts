import { shallowRef } from 'vue'
import { language, languages } from '@/i18n/language'
import { askJson, listAll, type ItemOf, type Page } from './api'

/** What zones and areas are called, in the reader's language if it is known so. */

/** A name as schemas have it; a state may say besides that it is a variant. */
export interface Name {
  language: string
  text: string
  variant?: boolean
}

const known = shallowRef(new Map<string, Name[]>())
const asked = new Set<string>()

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
  if (!known.value.has(code) && !asked.has(code)) {
    asked.add(code)
    if (waiting.push(code) === 1) queueMicrotask(() => void askWaiting())
  }
  return among(known.value.get(code)) ?? code
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
    const page = await askJson<Page<'place'>>(`/api/places?${q}`).catch((): Page<'place'> => ({ items: [] }))
    for (const { state } of page.items) take(state.code, state.names)
  }
}

/** Whether more than one side's drawing says that there is such a zone: it is in force, or was, or all whom it needs agreed. */
const stands = ({ state }: ItemOf<'zone'>): boolean => !!(state.boundary ?? state.agreed)

/** The codes of all zones that there are or were; what is only proposed is none. The names are known then of those, too. */
export async function loadZones(): Promise<string[]> {
  const items = await listAll<'zone'>('/api/zones')
  for (const { state } of items) take(state.code, (state.boundary ?? state.agreed ?? state.proposals?.[0])?.names)
  return [...new Set(items.filter(stands).map((i) => i.state.code))].sort()
}

/** The name of a zone by its code, once zones were loaded. */
export const zoneName = (code: string | undefined): string => (code ? (among(known.value.get(code)) ?? code) : '')

let zonesAsked = false

/** The name of a zone by its code, wherever it is met: zones are asked for when the first is. */
export function zoneNamed(code: string): string {
  if (!known.value.has(code) && !zonesAsked) {
    zonesAsked = true
    void loadZones().catch(() => (zonesAsked = false))
  }
  return zoneName(code)
}
