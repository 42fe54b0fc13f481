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
