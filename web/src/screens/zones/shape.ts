import type { MultiPolygon, Position } from 'geojson'

/** Shapes as a legal text wants them (RFC 7946): what is drawn or imported, brought into form. */

export type Rings = Position[][][] // polygons, rings, corners; rings are not closed while they are edited

const round = (v: number) => Math.round(v * 1e7) / 1e7
const same = (a: Position, b: Position) => a[0] === b[0] && a[1] === b[1]

/** Twice the area by longitude and latitude: positive runs anticlockwise. */
const turn = (ring: Position[]) =>
  ring.reduce((sum, p, i) => {
    const q = ring[(i + 1) % ring.length] as Position
    return sum + (p[0] as number) * (q[1] as number) - (q[0] as number) * (p[1] as number)
  }, 0)

/** Corners without the closing one, at seven decimals, none twice in a row. */
export function opened(ring: Position[]): Position[] {
  const corners = ring
    .map((p): Position => [round(p[0] as number), round(p[1] as number)])
    .filter((p, i, all) => i === 0 || !same(p, all[i - 1] as Position))
  return corners.length > 1 && same(corners[0] as Position, corners.at(-1) as Position) ? corners.slice(0, -1) : corners
}

/** What is signed: rings closed, the outer anticlockwise, holes clockwise. */
export function geometryOf(rings: Rings): MultiPolygon {
  return {
    type: 'MultiPolygon',
    coordinates: rings.map((polygon) =>
      polygon.map((ring, i) => {
        const corners = opened(ring)
        const wound = turn(corners) > 0 === (i === 0) ? corners : [...corners].reverse()
        return wound.length ? [...wound, wound[0] as Position] : []
      }),
    ),
  }
}

export const ringsOf = (g: { type: string; coordinates: unknown }): Rings =>
  (g.type === 'Polygon' ? [g.coordinates as Position[][]] : (g.coordinates as Position[][][])).map((polygon) =>
    polygon.map(opened),
  )

const mostBytes = 5_000_000

/** Whether a file of GeoJSON says that its numbers are degrees on WGS 84, or nothing, as it is to (RFC 7946). */
const inDegrees = (crs: unknown): boolean =>
  crs === undefined ||
  crs === null ||
  /(OGC:1\.3:CRS84|OGC::CRS84|EPSG::?4326|\/CRS84|\/4326)$/.test(
    String((crs as { properties?: { name?: unknown } }).properties?.name ?? ''),
  )

/** Reads the one area in a GeoJSON or KML file. Throws 'large', 'unread', 'empty', 'reference' or 'several'. */
export async function readShapes(file: File): Promise<Rings> {
  if (file.size > mostBytes) throw new Error('large')
  const text = await file.text()
  const read = async () => {
    if (/^\s*</.test(text)) {
      const { kml } = await import('@tmcw/togeojson')
      if (!/<\/([\w.-]+:)?kml\s*>\s*$/.test(text)) throw new Error('cut off')
      const parsed = new DOMParser().parseFromString(text, 'text/xml')
      if (parsed.querySelector('parsererror')) throw new Error('not well-formed')
      return kml(parsed) as unknown
    }
    return JSON.parse(text) as unknown
  }
  const all: Rings = []
  let [areas, otherwise] = [0, false]
  const walk = (v: unknown): void => {
    if (v === null || typeof v !== 'object') return
    const g = v as {
      type?: string
      coordinates?: unknown
      geometry?: unknown
      geometries?: unknown[]
      features?: unknown[]
      crs?: unknown
    }
    otherwise ||= !inDegrees(g.crs)
    if (g.type === 'Polygon' || g.type === 'MultiPolygon') {
      areas++
      all.push(...ringsOf(g as { type: string; coordinates: unknown }))
    }
    walk(g.geometry)
    g.geometries?.forEach(walk)
    g.features?.forEach(walk)
  }
  try {
    walk(await read())
  } catch {
    throw new Error('unread')
  }
  if (otherwise) throw new Error('reference')
  if (!all.length) throw new Error('empty')
  if (areas > 1) throw new Error('several')
  return all
}
