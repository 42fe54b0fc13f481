import { i18n } from '@/i18n/index'
import { number } from '@/i18n/format'
import { listAll, type OneOf, type Schemas, type StateOf } from '@/office/api'
import { asked } from '@/office/asked'
import { identity } from '@/office/identity'
import { among } from '@/office/places'

/** What several screens say of agreements: what versions, their clauses and what these ask for are called, wherever they are met. */

export type Version = OneOf<StateOf<'agreement'>['versions']>
export type Due = Schemas['Deadline']

/** One step of a clause's name (article 2, point b), without what agreements call their steps. */
const step = (s: string): string => {
  const n = s.slice(s.lastIndexOf('_') + 1)
  return /^\d+$/.test(n) ? number(Number(n)) : n
}

/** By which number people call a clause: clause 4 · b. */
export const clauseName = (id: string): string =>
  i18n.global.t('law.clause', { n: id.split('__').map(step).join(' · ') })

const texts = asked(
  async () => {
    const all = await listAll<'agreement'>('/api/agreements')
    return new Map(all.flatMap((a) => (a.state.versions ?? []).map((v) => [`${a.subject} ${v.id}`, v] as const)))
  },
  () => identity.value?.key,
)

/** The versions of all agreements by their names, as far as whoever reads is told of them. */
const allVersions = (): Map<string, Version> | undefined => texts.value()

const versionOf = (agreement: string, version: string): Version | undefined =>
  allVersions()?.get(`${agreement} ${version}`)

/** The languages in which agreements are written. */
export const textLanguages = (): string[] => [
  ...new Set([...(allVersions()?.values() ?? [])].flatMap((v) => (v.languages ?? []).map((l) => l.code))),
]

/** The title of a version; its short name until it is known. */
export const textTitle = (agreement: string, version: string): string =>
  among(versionOf(agreement, version)?.title) ?? version

const clauseOf = (agreement: string, version: string, clause: string) =>
  versionOf(agreement, version)?.clauses?.find((c) => c.id === clause)

/** The heading of a clause; nothing where it has none. */
export const clauseHeading = (agreement: string, version: string, clause: string): string =>
  among(clauseOf(agreement, version, clause)?.heading) ?? ''

/** What a rule of a clause asks for or forbids, in the words of the text; its short name where they are not known. */
export function ruleSays(agreement: string, version: string, clause: string, rule: string): string {
  const c = clauseOf(agreement, version, clause)
  const found = [...(c?.obligations ?? []), ...(c?.prohibitions ?? [])].find((o) => o.id === rule)
  return among(found?.what) ?? rule
}
