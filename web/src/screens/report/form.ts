import { saidOr } from '@/office/prose'
import type { Bodies } from '@/generated/acts'
import { fromWall, timeZone, toWall } from '@/i18n/zoned'
import { readNumber, typed, type Limits } from '@/i18n/typed'
import { nobodyKnows } from '@/office/parties'
import { exercise } from '@/office/settings'
import type { Post } from '@/office/kept'

/** What somebody types into the report screen, and the acts that it becomes. */

export const forms = ['alert', 'observation', 'allegation', 'restriction'] as const
export type Form = (typeof forms)[number]

export interface Values {
  event: string
  means: string
  weapon: string
  direction: string
  number: string
  unit: string
  atLeast: boolean
  from: string
  until: string
  timePrecision: string
  where: 'place' | 'sight'
  placeName: string
  lon: string
  lat: string
  precision: string
  post: string
  observerLon: string
  observerLat: string
  bearing: string
  halfWidth: string
  near: string
  far: string
  effect: string
  killedMin: string
  killedMax: string
  injuredMin: string
  injuredMax: string
  accused: string
  narrative: string
  language: string
  source: string
  sourceDirect: '' | 'yes' | 'no' // whether the source saw or heard it
  kind: string
  party: string // nobodyKnows: not known whose people
  team: string
  reasonGiven: string
  noReason: boolean
  ongoing: boolean
  outcome: string
}

export const teams = ['patrol', 'post', 'inspection', 'uav', 'camera', 'visit', 'medical', 'other'] as const
export const outcomes = ['passed', 'turned-back', 'cancelled', 'other-way', 'went-on', 'unresolved'] as const

export function blank(form: Form, language: string): Values {
  return {
    event: '',
    means: '',
    weapon: '',
    direction: '',
    number: '',
    unit: '',
    atLeast: false,
    from: form === 'alert' ? toWall(new Date(), timeZone.value) : '',
    until: '',
    timePrecision: form === 'alert' ? 'minute' : '', // an alert is of now, and its form asks no more
    where: form === 'observation' ? 'sight' : 'place',
    placeName: '',
    lon: '',
    lat: '',
    precision: '',
    post: '',
    observerLon: '',
    observerLat: '',
    bearing: '',
    halfWidth: '5',
    near: '',
    far: '',
    effect: '',
    killedMin: '',
    killedMax: '',
    injuredMin: '',
    injuredMax: '',
    accused: '',
    narrative: '',
    language,
    source: '',
    sourceDirect: '',
    kind: '',
    party: '',
    team: '',
    reasonGiven: '',
    noReason: false,
    ongoing: false,
    outcome: '',
  }
}

/** What the fields for numbers take (package incident, record.go). */
const people = { whole: true, least: 0, most: 1_000_000 }
const metres = { least: 0, most: 100_000 }
const [longitude, latitude] = [
  { least: -180, most: 180 },
  { least: -90, most: 90 },
]
export const limits = {
  number: { whole: true, least: 1, most: 1_000_000 },
  lon: longitude,
  lat: latitude,
  observerLon: longitude,
  observerLat: latitude,
  bearing: { least: 0, most: 360 },
  halfWidth: { least: 0, most: 180 },
  near: metres,
  far: metres,
  killedMin: people,
  killedMax: people,
  injuredMin: people,
  injuredMax: people,
} satisfies Partial<Record<keyof Values, Limits>>

type NumberName = keyof typeof limits

/** The fields for numbers that a form asks, as it stands. */
function numbersOf(form: Form, v: Values): NumberName[] {
  if (form !== 'observation' && form !== 'allegation') return []
  return [
    'number',
    ...(v.post ? [] : (['observerLat', 'observerLon'] as const)),
    ...(v.where === 'sight' ? (['bearing', 'halfWidth', 'near', 'far'] as const) : (['lat', 'lon'] as const)),
    ...(['killedMin', 'killedMax', 'injuredMin', 'injuredMax'] as const),
  ]
}

/** Numbers that are not understood. None of them may be lost in silence: nothing is signed before they are right. */
export const misread = (form: Form, v: Values): NumberName[] =>
  numbersOf(form, v).filter((name) => readNumber(v[name], limits[name]).fault)

/** What is said by half, and would be left out: how many without of what, a latitude without a longitude, a direction without how far. */
export function halves(form: Form, v: Values): ('count' | 'observerPosition' | 'position' | 'sight')[] {
  if (form !== 'observation' && form !== 'allegation') return []
  const one = (...said: string[]) => said.some((s) => s.trim()) && !said.every((s) => s.trim())
  return [
    ...(one(v.number, v.unit) ? ['count' as const] : []),
    ...(!v.post && one(v.observerLat, v.observerLon) ? ['observerPosition' as const] : []),
    ...(v.where === 'place' && one(v.lat, v.lon) ? ['position' as const] : []),
    ...(v.where === 'sight' && (v.bearing + v.near + v.far).trim() && !sight(v) ? ['sight' as const] : []),
  ]
}

const or = (text: string): string | undefined => text.trim() || undefined

interface Spot {
  lon: number
  lat: number
}

export function spot(lon: string, lat: string): Spot | undefined {
  const [x, y] = [typed(lon, longitude), typed(lat, latitude)]
  return x === undefined || y === undefined ? undefined : { lon: x, lat: y }
}

/** Where the observer stood: at the post, or where he or she says. */
export function observer(v: Values, posts: Post[]): Spot | undefined {
  const own = spot(v.observerLon, v.observerLat)
  const post = posts.find((p) => p.id === v.post)
  return own ?? (post?.lon !== undefined && post.lat !== undefined ? { lon: post.lon, lat: post.lat } : undefined)
}

const said = (v: Values, name: NumberName): number | undefined => typed(v[name], limits[name])

export function sight(v: Values) {
  const [bearing, half, near, far] = [said(v, 'bearing'), said(v, 'halfWidth'), said(v, 'near'), said(v, 'far')]
  if (bearing === undefined || half === undefined || far === undefined || half <= 0 || (near ?? 0) >= far)
    return undefined
  return { bearingDegrees: bearing % 360, halfWidthDegrees: half, minMetres: near ?? 0, maxMetres: far }
}

function place(v: Values) {
  const position = spot(v.lon, v.lat)
  if (!position && !or(v.placeName)) return undefined
  return { ...(position && { position, precision: v.precision }), name: or(v.placeName) }
}

/** What belongs to something that was said and is chosen, never taken for granted: a draft is signed with it, too. */
export function unchosen(form: Form, v: Values): ('timePrecision' | 'precision' | 'sourceDirect')[] {
  if (form !== 'observation' && form !== 'allegation') return []
  const at = v.where === 'place' && spot(v.lon, v.lat)
  return [
    ...(v.from && !v.timePrecision ? ['timePrecision' as const] : []),
    ...(at && !v.precision ? ['precision' as const] : []),
    ...(v.source.trim() && !v.sourceDirect ? ['sourceDirect' as const] : []),
  ]
}

/** The members without which a report is only a draft, as package incident has them, in the form's order. */
export function missing(form: Form, v: Values): string[] {
  if (form === 'restriction')
    return ['kind', 'party', 'team', 'from', 'outcome'].filter((name) => !v[name as keyof Values])
  if (form === 'alert')
    return [
      ...(v.event ? [] : ['event']),
      ...(v.from ? [] : ['from']),
      ...(v.post || v.placeName || spot(v.lon, v.lat) ? [] : ['place']),
    ]
  const located = v.where === 'sight' ? sight(v) !== undefined : place(v) !== undefined
  const stood = v.post !== '' || spot(v.observerLon, v.observerLat) !== undefined
  return [
    ...(['event', 'means', 'weapon'] as const).filter((name) => !v[name]),
    ...(said(v, 'number') && v.unit ? [] : ['count']),
    ...(v.from ? [] : ['from']),
    ...(located ? [] : ['place']),
    ...(stood || !['saw', 'heard'].includes(v.means) ? [] : ['observer']),
    ...(v.effect ? [] : ['effect']),
    ...unchosen(form, v),
  ]
}

/** What of the times cannot be, as words of the form: an end before the beginning, and what has not come yet. A phone's clock may be ten minutes off. */
export function impossible(v: Values, now = new Date()): ('endFirst' | 'notYet')[] {
  const [from, until] = [v.from, v.until].map((wall) => Date.parse(fromWall(wall, timeZone.value) ?? ''))
  const latest = now.getTime() + 10 * 60_000
  return [...(until! <= from! ? ['endFirst' as const] : []), ...(from! > latest ? ['notYet' as const] : [])]
}

/** The form, filled with what a report says: what record() would make of it again. */
export function valuesOf(form: Form, body: Record<string, unknown>, language: string): Values {
  const b = body as Partial<Omit<Bodies['observation-filed'], 'sight'>> & { sight?: ReturnType<typeof sight> }
  const text = (value: unknown): string => (value === undefined ? '' : String(value))
  const wall = (at: unknown) => (at ? toWall(String(at), timeZone.value) : '')
  const { time, place: at, observer: stood, sight: seen, harm, count, narrative } = b
  return {
    ...blank(form, narrative?.language ?? language),
    ...{ event: text(b.event), means: text(b.means), weapon: text(b.weapon), direction: text(b.direction) },
    ...{ number: text(count?.number), unit: text(count?.unit), atLeast: count?.atLeast ?? false },
    ...{ from: wall(time?.from), until: wall(time?.until), timePrecision: text(time?.precision) },
    where: seen ? 'sight' : at || form !== 'observation' ? 'place' : 'sight',
    ...{ placeName: text(at?.name), precision: text(at?.precision) },
    ...{ lon: text(at?.position?.lon), lat: text(at?.position?.lat) },
    ...{ post: text(b.post), observerLon: text(stood?.lon), observerLat: text(stood?.lat) },
    ...(seen && {
      ...{ bearing: text(seen.bearingDegrees), halfWidth: text(seen.halfWidthDegrees) },
      ...{ near: text(seen.minMetres), far: text(seen.maxMetres) },
    }),
    ...{ effect: text(b.effect), accused: text(b.accused), narrative: text(narrative?.text) },
    ...{ killedMin: text(harm?.killedMin), killedMax: text(harm?.killedMax) },
    ...{ injuredMin: text(harm?.injuredMin), injuredMax: text(harm?.injuredMax) },
  }
}

/** What the form asks; all else that a report says stays as it was said. */
const askedOf = [
  ...[
    'event',
    'means',
    'weapon',
    'direction',
    'effect',
    'accused',
    'post',
    'count',
    'time',
    'sight',
    'place',
    'observer',
  ],
  ...['harm', 'narrative', 'draft'],
]

/** A report said again: what the form says, and what it does not ask as it was said before. A value that the form only shows roughly stays whole. */
export function saidAgain(form: Form, before: Record<string, unknown>, v: Values, now: Bodies['observation-filed']) {
  const then = valuesOf(form, before, v.language)
  const same = (...names: (keyof Values)[]) => names.every((n) => then[n] === v[n])
  const kept = Object.entries(before).filter(([name]) => !askedOf.includes(name))
  const harm = { ...(before.harm as object | undefined), ...empty(then, v), ...now.harm }
  return {
    ...Object.fromEntries(kept),
    ...JSON.parse(JSON.stringify(now)),
    ...(before.time !== undefined && same('from', 'until', 'timePrecision') && { time: before.time }),
    ...(before.place !== undefined && same('where', 'placeName', 'lon', 'lat', 'precision') && { place: before.place }),
    ...(Object.values(harm).some((n) => n !== undefined) && { harm }),
  } as Bodies['observation-filed']
}

/** Numbers of people that were said and are not any more. */
const empty = (then: Values, v: Values) =>
  Object.fromEntries(
    (['killedMin', 'killedMax', 'injuredMin', 'injuredMax'] as const)
      .filter((name) => then[name] && !v[name].trim())
      .map((name) => [name, undefined]),
  )

const flags = () => (exercise.value ? { exercise: true } : {})

/** The body of an observation or an allegation. An alert is a draft: it is out at once, and does not count. */
export function record(v: Values, draft: boolean, sealed: string | undefined): Bodies['observation-filed'] {
  const n = said(v, 'number')
  const harm = {
    killedMin: said(v, 'killedMin'),
    killedMax: said(v, 'killedMax'),
    injuredMin: said(v, 'injuredMin'),
    injuredMax: said(v, 'injuredMax'),
  }
  const from = fromWall(v.from, timeZone.value)
  return {
    event: or(v.event),
    means: or(v.means),
    weapon: or(v.weapon),
    direction: or(v.direction),
    effect: or(v.effect),
    accused: or(v.accused),
    post: or(v.post),
    ...(n && v.unit && { count: { number: n, unit: v.unit, ...(v.atLeast && { atLeast: true }) } }),
    ...(from && { time: { from, until: fromWall(v.until, timeZone.value), precision: v.timePrecision } }),
    ...(v.where === 'sight' ? { sight: sight(v) } : { place: place(v) }),
    observer: spot(v.observerLon, v.observerLat),
    ...(Object.values(harm).some((h) => h !== undefined) && { harm }),
    narrative: saidOr(v.narrative, v.language),
    ...(sealed && { source: { sealed, direct: v.sourceDirect === 'yes' } }),
    ...(draft && { draft: true }),
    ...flags(),
  } as Bodies['observation-filed']
}

export function restriction(v: Values): Bodies['restriction-recorded'] {
  return {
    kind: v.kind,
    party: v.party === nobodyKnows ? undefined : or(v.party),
    team: v.team,
    outcome: v.outcome,
    from: fromWall(v.from, timeZone.value),
    until: fromWall(v.until, timeZone.value),
    ...(v.ongoing && !v.until && { ongoing: true }),
    place: place(v),
    reasonGiven: saidOr(v.reasonGiven, v.language),
    ...(v.noReason && !or(v.reasonGiven) && { noReason: true }),
    narrative: saidOr(v.narrative, v.language),
    ...flags(),
  } as unknown as Bodies['restriction-recorded']
}
