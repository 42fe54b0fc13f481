import { ref } from 'vue'

/** Between what a clock on the office's wall shows (2017-05-07T14:30) and an instant. */

/** The zone of the office's clock (IANA); the office tells it. */
export const timeZone = ref('UTC')

function wall(at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA-u-nu-latn', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const of = (type: string) => parts.find((p) => p.type === type)?.value ?? ''
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`
}

/** The wall clock at an instant. */
export const toWall = (at: Date | string, zone: string): string => wall(new Date(at), zone)

/** The instant at which the wall clock shows a time; RFC 3339 in UTC, undefined for no time. */
export function fromWall(text: string, zone: string): string | undefined {
  const asUtc = Date.parse(text + 'Z')
  if (!text || Number.isNaN(asUtc)) return undefined
  let at = asUtc
  for (let i = 0; i < 2; i++) at += asUtc - Date.parse(wall(new Date(at), zone) + 'Z') // twice: the first step may cross a change of clocks
  return new Date(at).toISOString().replace('.000Z', 'Z')
}

/** Civil days, both included, of a zone. */
export interface Days {
  first: string
  last: string
  zone: string
}

const hour = 3_600_000

/** The days that a stretch of time stands for of which no hour is known, as the office reckons them (package answer, DaysOf). */
export function daysOf(from: string, until: string | undefined, zone: string): Days {
  const [a, b] = [Date.parse(from), until ? Date.parse(until) : 0]
  const whole = b - a >= 23 * hour // written as whole days, maybe of another zone: those in which most of each lies
  const dayOf = (at: number) => wall(new Date(at), zone).slice(0, 10)
  return { first: dayOf(whole ? a + 12 * hour : a), last: dayOf(whole ? b - 12 * hour : a), zone }
}
