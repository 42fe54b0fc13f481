import { shallowRef } from 'vue'
import { language } from '@/i18n/language'
import { askJson, type Schemas } from './api'
import { store } from './store'

/** Whom the agreements name: the one list of parties that there is. */

type Party = Schemas['Party']

const key = 'parties'
const named = shallowRef<Party[]>([])
const known = shallowRef(false)

/** Asks again who is named: whoever signs in is told of those that are only drafted. */
export async function loadParties(): Promise<void> {
  const db = await store()
  const last = await db.get('kept', key)
  if (last && !known.value) named.value = last.value as Party[]
  named.value = (await askJson<Schemas['Parties']>('/api/parties')).parties
  known.value = true
  await db.put('kept', { key, at: new Date().toISOString(), value: named.value })
}

export const parties = (): Party[] => named.value

/** In a form: that nobody knows which party. No code of a party is written so. */
export const nobodyKnows = '-'

/** In a form: the mission, which is no party. */
export const ofMission = 'mission'

const find = (code: string) => named.value.find((p) => p.code === code)

/** What agreements call a party, in the reader's language, else in English, else as they do; else its code. */
export function partyName(code: string | undefined): string {
  if (!code) return ''
  const names = find(code)?.names ?? []
  for (const want of [language.value, 'en']) {
    const name = names.find((n) => n.language === want)
    if (name) return name.text
  }
  return names[0]?.text ?? code
}

type Named = NonNullable<Party['named']>[number]
const holds = (i: { from?: string; until?: string }, at: string) =>
  (!i.from || i.from <= at) && (!i.until || at < i.until)
const inForce = (n: Named, at: string) => n.force?.some((i) => holds(i, at)) ?? false

/** Whether a party was a group outside the ceasefire (agreement.Parties.Listed, in Go). */
export function listed(code: string, at = new Date().toISOString()): boolean {
  const then = find(code)?.named?.filter((n) => holds(n, at)) ?? []
  return (then.find((n) => inForce(n, at)) ?? then[0])?.capacity === 'listed'
}

/** Whether it is known that no agreement names a code. */
export const unnamed = (code: string | undefined): boolean => !!code && known.value && !find(code)
