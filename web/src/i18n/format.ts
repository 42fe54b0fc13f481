import { computed } from 'vue'
import { timeZone } from './zoned'
import { locale } from './language'

/** Numbers and times as the reader's language writes them; times in the office's zone. */

const numbers = computed(() => new Intl.NumberFormat(locale.value))
const plain = computed(() => new Intl.NumberFormat(locale.value, { useGrouping: false }))

/** Reactive where it is called in a template or a computed value. */
export const number = (n: number): string => numbers.value.format(n)
export const digits = (n: number): string => plain.value.format(n)
/** From the least to the most that is said. */
export const range = (least = 0, most = least): string =>
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
