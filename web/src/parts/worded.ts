import { useI18n } from 'vue-i18n'
import { locale } from '@/i18n/language'
import { ofMission, parties, partyName } from '@/office/parties'
import type { Schema } from '@/office/nouns'
import { term } from '@/office/taxonomies'

/** Where the words for what a member says are, if it says a code of no list; else they are in value.json, as member_code. */
const said: Record<string, string[]> = {
  answer: ['endorse.answer_'],
  capacity: ['agreement.capacity_'],
  civil: ['incident.civil_'],
  classes: ['readings.class_'],
  edges: ['zones.'],
  edition: ['bulletin.edition_'],
  kind: ['kinds.', 'bulletin.', 'zones.line_'],
  outcome: ['agreement.outcome_', 'report.outcome_'],
  position: ['agreement.'],
  presence: ['incident.presence_'],
  rule: ['zones.apart_'],
  status: ['status.', 'incident.became_'],
  team: ['report.team_'],
  type: ['agreement.type_'],
  wording: ['agreement.wording_'],
}

const isCode = /^[a-z0-9]+(-[a-z0-9]+)*$/
const isParty = /^[A-Z][A-Z0-9-]{0,15}$/
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
/** A day of the week; the first of January 2024 was a Monday. */
const weekday = (code: string): string =>
  new Intl.DateTimeFormat(locale.value, { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2024, 0, 1 + days.indexOf(code)),
  )

/** The word for what a member of an act or a state says, whatever kind of code it is; nothing for what is no code that has a word. */
export function useWord(): (value: string, member: string, schema?: Schema) => string | undefined {
  const { t, te } = useI18n()
  return (value, member, schema) => {
    const list = schema?.['x-taxonomy']
    if (list && term(list, value) !== value) return term(list, value)
    if (isParty.test(value)) return parties().some((p) => p.code === value) ? partyName(value) : undefined
    if (!isCode.test(value)) return undefined
    const gap = /\{\w+\}/ // a sentence that leaves something open is no word
    for (const before of [`value.${member}_`, ...(said[member] ?? [])])
      if (te(before + value) && !gap.test(t(before + value))) return t(before + value)
    if (member === 'weekend' && days.includes(value)) return weekday(value)
    return value === ofMission ? t('endorse.mission') : undefined
  }
}
