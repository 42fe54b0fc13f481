import type { Feature, Polygon, Position } from 'geojson'

/** Shapes that are drawn. What is inside what, the office decides, on the ellipsoid. */

const radius = 6_371_008.8 // metres, of the sphere that has the Earth's mean radius
const rad = Math.PI / 180

/** Where one comes to from a place, going a distance in a direction, on the sphere. */
function destination([lon, lat]: Position, bearing: number, metres: number): Position {
  const d = metres / radius,
    b = bearing * rad,
    la = (lat as number) * rad,
    lo = (lon as number) * rad
  const la2 = Math.asin(Math.sin(la) * Math.cos(d) + Math.cos(la) * Math.sin(d) * Math.cos(b))
  const lo2 = lo + Math.atan2(Math.sin(b) * Math.sin(d) * Math.cos(la), Math.cos(d) - Math.sin(la) * Math.sin(la2))
  return [lo2 / rad, la2 / rad]
}

interface Sight {
  bearingDegrees: number
  halfWidthDegrees: number
  minMetres: number
  maxMetres: number
}

/** What somebody saw or heard in a direction at a distance: a sector, never a point. */
export function sector(from: Position, s: Sight, properties: Record<string, unknown> = {}): Feature<Polygon> {
  const steps = Math.max(2, Math.ceil(s.halfWidthDegrees / 2))
  const arc = (metres: number) =>
    Array.from({ length: 2 * steps + 1 }, (_, i) =>
      destination(from, s.bearingDegrees - s.halfWidthDegrees + (s.halfWidthDegrees * i) / steps, metres),
    )
  const inner = s.minMetres > 0 ? arc(s.minMetres).reverse() : s.halfWidthDegrees < 180 ? [from] : []
  const ring = [...arc(s.maxMetres), ...inner]
  return { type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [[...ring, ring[0] as Position]] } }
}

/** A place that is known to a radius. */
export function circle(at: Position, metres: number, properties: Record<string, unknown> = {}): Feature<Polygon> {
  return sector(at, { bearingDegrees: 0, halfWidthDegrees: 180, minMetres: 0, maxMetres: metres }, properties)
}

/** Whether two shapes have nothing in common, as they are drawn. A hole between the reach of a sector and who stood there counts as outside. */
export function apart(a: Polygon, b: Polygon): boolean {
  const [x, y] = [a.coordinates[0] ?? [], b.coordinates[0] ?? []]
  const crosses = x.slice(1).some((p, i) => y.slice(1).some((q, j) => crossing(x[i]!, p, y[j]!, q)))
  return !crosses && !(x[0] && within(x[0], y)) && !(y[0] && within(y[0], x))
}

const side = ([ax, ay]: Position, [bx, by]: Position, [px, py]: Position): number =>
  (bx! - ax!) * (py! - ay!) - (by! - ay!) * (px! - ax!)

/** Whether two stretches have a point in common. */
const crossing = (a: Position, b: Position, c: Position, d: Position): boolean =>
  side(a, b, c) * side(a, b, d) <= 0 &&
  side(c, d, a) * side(c, d, b) <= 0 &&
  [0, 1].every(
    (k) => Math.max(a[k]!, b[k]!) >= Math.min(c[k]!, d[k]!) && Math.max(c[k]!, d[k]!) >= Math.min(a[k]!, b[k]!),
  )

/** Whether a point lies in a ring: as often as a line from it goes through the border. */
const within = ([x, y]: Position, ring: Position[]): boolean =>
  ring.slice(1).filter(([bx, by], i) => {
    const [ax, ay] = ring[i]!
    return ay! > y! !== by! > y! && x! < ((bx! - ax!) * (y! - ay!)) / (by! - ay!) + ax!
  }).length %
    2 ===
  1

/** Metres that a precision of place stands for; what is coarser than a locality is drawn as 5 km. */
export const radiusOf = (precision: string | undefined): number =>
  ({ exact: 10, vicinity: 100, locality: 1000 })[precision ?? ''] ?? 5000

/** The box of shapes: west, south, east, north. */
export function boxOf(features: Feature[]): [number, number, number, number] | undefined {
  const box: [number, number, number, number] = [180, 90, -180, -90]
  const take = (c: unknown): void => {
    if (!Array.isArray(c)) return
    if (typeof c[0] !== 'number') return c.forEach(take)
    box[0] = Math.min(box[0], c[0])
    box[1] = Math.min(box[1], c[1] as number)
    box[2] = Math.max(box[2], c[0])
    box[3] = Math.max(box[3], c[1] as number)
  }
  for (const f of features) if ('coordinates' in f.geometry) take(f.geometry.coordinates)
  return box[0] > box[2] ? undefined : box
}
