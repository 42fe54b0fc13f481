import type { Bodies } from '@/generated/acts'
import { fromWall, toWall } from '@/i18n/zoned'
import { readNumber, typed } from '@/i18n/typed'

export type Published = Bodies['tally-published']

/** What a party published for a day, as it is typed. */
export interface TallyDraft {
  publisher: string
  date: string
  offset: string | undefined // undefined: that of the office's clock on the day
  unit: string
  list: string
  total: string
  confirmed: string
  source: string
  parts: { area: string; name: string; number: string }[]
}

export const blankTally = (publisher: string): TallyDraft => ({
  publisher,
  date: '',
  offset: undefined,
  unit: '',
  list: '',
  total: '',
  confirmed: '',
  source: '',
  parts: [],
})

/** How many there can be (package incident, TallyPublished). */
export const countLimits = { whole: true, least: 0, most: 1_000_000 }
const offsetForm = /^[+-](0[0-9]|1[0-4]):[0-5][0-9]$/
const listForm = /^[a-z0-9][a-z0-9-]{0,19}$/

/** How far a zone's clock is ahead of UTC at noon of a day, as acts write it. */
export function offsetOn(day: string, zone: string): string {
  const noon = fromWall(`${day}T12:00`, zone)
  if (!noon) return ''
  const ahead = Math.round((Date.parse(toWall(noon, zone) + 'Z') - Date.parse(noon)) / 60_000)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${ahead < 0 ? '-' : '+'}${two(Math.floor(Math.abs(ahead) / 60))}:${two(Math.abs(ahead) % 60)}`
}

const count = (text: string): number | undefined => typed(text, countLimits)

/** What is still to be said, or is not understood, by its word. */
export function lackingOf(d: TallyDraft, offset: string): string[] {
  const areas = d.parts.map((p) => p.area)
  return [
    ...(d.publisher ? [] : ['publisher']),
    ...(d.date ? [] : ['date']),
    ...(!offset || offsetForm.test(offset) ? [] : ['offset']),
    ...(d.unit ? [] : ['unit']),
    ...(!d.list.trim() || listForm.test(d.list.trim()) ? [] : ['list']),
    ...(count(d.total) === undefined ? ['total'] : []),
    ...(d.parts.every((p) => p.area && p.name.trim() && count(p.number) !== undefined) ? [] : ['parts']),
    ...(new Set(areas).size === areas.length ? [] : ['twice']),
    ...(readNumber(d.confirmed, countLimits).fault ? ['confirmed'] : []),
    ...(d.source.trim() ? [] : ['source']),
  ]
}

/** By how much what was published by place is more than the whole, or less; undefined where there is nothing to add up. */
export function offBy(d: TallyDraft): number | undefined {
  const [total, parts] = [count(d.total), d.parts.map((p) => count(p.number))]
  if (total === undefined || !parts.length || parts.some((n) => n === undefined)) return undefined
  return parts.reduce((sum: number, n) => sum + (n as number), -total)
}

/** Its name: one tally for each party, day, unit and list (package incident, TallyPublished.Subject). */
export const subjectOf = (d: TallyDraft): string =>
  `tally/${d.publisher}-${d.date}-${d.unit}${d.list.trim() && `:${d.list.trim()}`}`

/** What was published before, as it is typed. */
export const draftOf = (b: Published): TallyDraft => ({
  publisher: b.publisher,
  date: b.date,
  offset: b.utcOffset ?? '',
  unit: b.unit,
  list: b.list ?? '',
  total: String(b.total),
  confirmed: b.confirmedByOther === undefined ? '' : String(b.confirmedByOther),
  source: b.source,
  parts: (b.parts ?? []).map((p) => ({ area: p.area, name: p.name, number: String(p.number) })),
})

/** What is said anew: a tally is said whole, and what nobody changed stands to the letter as it was said, with what no form asks. */
export function corrected(before: Published, d: TallyDraft, offset: string): { body: Published; changed: string[] } {
  const [was, now] = [bodyOf(draftOf(before), before.utcOffset ?? ''), bodyOf(d, offset)]
  const members = [...new Set([...Object.keys(was), ...Object.keys(now)])] as (keyof Published)[]
  const changed = members.filter((m) => JSON.stringify(was[m]) !== JSON.stringify(now[m]))
  const kept = Object.entries(before).filter(([m]) => !changed.includes(m as keyof Published))
  const said = Object.entries(now).filter(([m]) => changed.includes(m as keyof Published))
  return { body: Object.fromEntries([...kept, ...said]) as unknown as Published, changed }
}

export function bodyOf(d: TallyDraft, offset: string): Published {
  const confirmed = count(d.confirmed)
  const parts = d.parts.map((p) => ({ area: p.area, name: p.name.trim(), number: count(p.number) as number }))
  return {
    publisher: d.publisher,
    date: d.date,
    ...(offset && { utcOffset: offset }),
    unit: d.unit,
    ...(d.list.trim() && { list: d.list.trim() }),
    total: count(d.total) as number,
    ...(parts.length && { parts }),
    ...(confirmed !== undefined && { confirmedByOther: confirmed }),
    source: d.source.trim(),
  } as Published
}
