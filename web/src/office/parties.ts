import { shallowRef } from 'vue'
import { language } from '@/i18n/language'
import { askJson, Refused, type Schemas } from './api'
import { asked } from './asked'
import { identity } from './identity'
import { store } from './store'

/** Whom the agreements name: the one list of parties that there is. */

type Party = Schemas['Party']

/** As they were last told to whoever speaks, while the office does not answer. */
const before = shallowRef<{ key: string; parties: Party[] }>()
const keyNow = () => `parties ${identity.value?.key ?? ''}`

const named = asked(async () => {
  const key = keyNow()
  const db = await store()
  const last = await db.get('kept', key)
  if (last) before.value = { key, parties: last.value as Party[] }
  const { parties } = await told('/api/parties')
  await db.put('kept', { key, at: new Date().toISOString(), value: parties })
  return parties
}, keyNow)

/** Whoever brings a key that the office does not know yet is told what strangers are. */
const told = (path: string): Promise<Schemas['Parties']> =>
  askJson<Schemas['Parties']>(path).catch((e: unknown) => {
    if (e instanceof Refused && e.problem.status === 401) return askJson<Schemas['Parties']>(path, { as: 'nobody' })
    throw e
  })

const keptBefore = (): Party[] | undefined => (before.value?.key === keyNow() ? before.value.parties : undefined)

/** Whom the agreements name, as far as it is known here: whoever signs in is told of those that are only drafted. */
export const parties = (): Party[] => named.value() ?? keptBefore() ?? []

/** Of the list as a whole: that nothing is known of it because it did not come. */
export const partyList = { failed: () => named.failed() && !keptBefore(), load: named.load }

/** In a form: that nobody knows which party. No code of a party is written so. */
export const nobodyKnows = '-'

/** In a form: the mission, which is no party. */
export const ofMission = 'mission'

const find = (code: string) => parties().find((p) => p.code === code)

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
export const unnamed = (code: string | undefined): boolean => !!code && !!named.value() && !find(code)
