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
