import { computed } from 'vue'
import { daysOf, fromWall, timeZone, toWall, type Days } from './zoned'
import { locale } from './language'

/** Numbers and times as the reader's language writes them; times in the office's zone. */

const numbers = computed(() => new Intl.NumberFormat(locale.value))
const plain = computed(() => new Intl.NumberFormat(locale.value, { useGrouping: false }))

/** Reactive where it is called in a template or a computed value. */
export const number = (n: number): string => numbers.value.format(n)
export const digits = (n: number): string => plain.value.format(n)
/** From the least to the most that is said. */
export const range = (least: number, most: number): string =>
  least === most ? number(least) : `${number(least)}–${number(most)}`
/** A length of time in units of Intl, such as '1 day' or '3 weeks', as the language counts them. */
export const lasting = (n: number, unit: string): string =>
  new Intl.NumberFormat(locale.value, { style: 'unit', unit, unitDisplay: 'long' }).format(n)
export const percent = (part: number): string => new Intl.NumberFormat(locale.value, { style: 'percent' }).format(part)

const format = (o: Intl.DateTimeFormatOptions, zone: string) =>
  new Intl.DateTimeFormat(locale.value, { ...o, timeZone: zone })
const dayForm = { year: 'numeric', month: 'short', day: 'numeric' } as const
const minuteForm = { ...dayForm, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const

const zoned = computed(() => ({
  day: format(dayForm, timeZone.value),
  minute: format(minuteForm, timeZone.value),
  second: format({ ...minuteForm, second: '2-digit' }, timeZone.value),
  utcDay: format(dayForm, 'UTC'),
  utc: format({ ...minuteForm, second: '2-digit' }, 'UTC'),
}))

export type Fineness = 'day' | 'minute' | 'second'

export const moment = (at: string | Date, to: Fineness = 'minute'): string => zoned.value[to].format(new Date(at))
export const momentUtc = (at: string | Date): string => zoned.value.utc.format(new Date(at)) + ' UTC'

/** A day of the register, which counts days by UTC. */
export const day = (at: string | number): string => zoned.value.utcDay.format(new Date(at))

/** A day of a calendar (2017-05-07), which no zone moves. */
export const civilDay = (date: string): string => zoned.value.utcDay.format(dayAt(date))

const dayAt = (date: string): Date => new Date(date + 'T12:00:00Z')
const dayRange = (first: string, last: string): string =>
  first === last ? zoned.value.utcDay.format(dayAt(first)) : zoned.value.utcDay.formatRange(dayAt(first), dayAt(last))

/** Something with a time, and how well that is known: a row, or what a report says. */
export interface Timed {
  from?: string | undefined
  until?: string | undefined
  precision?: string | undefined
  days?: Days | undefined
}

/** Hours that a coarse time of the day stands for. */
const hoursOf: Record<string, number> = { hour: 1, 'part-of-day': 6 }

/** A time as well as it is known and no better: a day has no hour. With `begin` its end is left out where it has hours. */
export function when(s: Timed, begin = false): string {
  if (!s.from) return ''
  const whole = s.precision === 'day' || s.precision === 'week'
  const days = s.days ?? (whole ? daysOf(s.from, s.until, timeZone.value) : undefined)
  if (days) {
    const text = dayRange(days.first, days.last)
    return days.zone === timeZone.value ? text : `${text} (${days.zone})`
  }
  const hours = hoursOf[s.precision ?? '']
  if (hours) return hourRange(s.from, s.until, hours)
  const lasts = s.until && Date.parse(s.until) - Date.parse(s.from) >= 60_000
  return begin || !lasts
    ? moment(s.from)
    : zoned.value.minute.formatRange(new Date(s.from), new Date(s.until as string))
}

/** The whole hours in which it was. */
function hourRange(from: string, until: string | undefined, hours: number): string {
  const floor = (at: string): number => {
    const wall = toWall(at, timeZone.value)
    const hour = Number(wall.slice(11, 13))
    const down = String(hour - (hour % hours)).padStart(2, '0')
    return Date.parse(fromWall(`${wall.slice(0, 11)}${down}:00`, timeZone.value) as string)
  }
  const begin = floor(from)
  const end = Math.max(begin + hours * 3_600_000, until ? Date.parse(until) : 0)
  return zoned.value.minute.formatRange(begin, end)
}
