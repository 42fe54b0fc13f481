import type { LayerSpecification, StyleSpecification } from 'maplibre-gl'

/** How maps look, in the colours of the theme. Shape tells what colour tells too. */

const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

export const layers = ['thing-area', 'thing-point']

export interface Colours {
  sea: string
  land: string
  border: string
  accent: string
  bad: string
  amber: string
  ink: string
  soft: string
  card: string
}

/** The colours of maps in the theme that holds now. */
export function colours(): Colours {
  const dark = document.documentElement.dataset.theme === 'dark'
  const [sea, land, border, amber] = dark
    ? (['#0c1a22', '#1a272d', '#46575f', '#e9b35a'] as const)
    : (['#d6e3e6', '#f7f4ec', '#b3aa98', '#b87a12'] as const)
  return {
    sea,
    land,
    border,
    amber,
    accent: colour('--accent'),
    bad: colour('--bad'),
    ink: colour('--ink'),
    soft: colour('--soft'),
    card: colour('--card'),
  }
}

const is = (what: string) => ['==', ['get', 'is'], what] as never

export const fonts = ['Inter Variable', 'Vazirmatn Variable']
export const base: StyleSpecification['sources'] = { base: { type: 'geojson', data: '/basemap.json' } }

/** Sea, land and borders: what lies under everything. */
export const land = (c: Colours): LayerSpecification[] => [
  { id: 'sea', type: 'background', paint: { 'background-color': c.sea } },
  { id: 'land', type: 'fill', source: 'base', filter: is('land'), paint: { 'fill-color': c.land } },
  {
    id: 'border',
    type: 'line',
    source: 'base',
    filter: is('border'),
    paint: { 'line-color': c.border, 'line-width': 1.2, 'line-dasharray': [4, 2] },
  },
]

/** The things on a map carry what they are (zone, post, incident, sector, site) and an id. */
export function style(name: string): StyleSpecification {
  const c = colours()
  const { accent, bad, amber, ink, soft, card } = c
  return {
    version: 8,
    name,
    sources: {
      ...base,
      things: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
    },
    layers: [
      ...land(c),
      {
        id: 'zone',
        type: 'fill',
        source: 'things',
        filter: is('zone'),
        paint: { 'fill-color': accent, 'fill-opacity': 0.13 },
      },
      {
        id: 'belt',
        type: 'fill',
        source: 'things',
        filter: is('belt'),
        paint: { 'fill-color': amber, 'fill-opacity': 0.22 },
      },
      {
        id: 'belt-line',
        type: 'line',
        source: 'things',
        filter: is('belt'),
        paint: { 'line-color': amber, 'line-width': 1.2, 'line-dasharray': [3, 2] },
      },
      {
        id: 'zone-line',
        type: 'line',
        source: 'things',
        filter: is('zone'),
        paint: { 'line-color': accent, 'line-width': 2 },
      },
      {
        id: 'line',
        type: 'line',
        source: 'things',
        filter: is('line'),
        paint: { 'line-color': ink, 'line-width': 1.6, 'line-dasharray': [2, 2] },
      },
      {
        id: 'unheld',
        type: 'line',
        source: 'things',
        filter: is('unheld'),
        paint: { 'line-color': soft, 'line-width': 1.6, 'line-dasharray': [1, 3] },
      },
      {
        id: 'thing-area',
        type: 'fill',
        source: 'things',
        filter: ['in', ['get', 'is'], ['literal', ['sector', 'circle', 'common']]],
        paint: {
          'fill-color': ['match', ['get', 'is'], 'common', amber, bad],
          'fill-opacity': ['match', ['get', 'is'], 'common', 0.7, 0.22],
        },
      },
      {
        id: 'area-line',
        type: 'line',
        source: 'things',
        filter: ['in', ['get', 'is'], ['literal', ['sector', 'circle', 'common']]],
        paint: { 'line-color': bad, 'line-width': 1.4 },
      },
      {
        id: 'post',
        type: 'circle',
        source: 'things',
        filter: is('post'),
        paint: { 'circle-radius': 4.5, 'circle-color': card, 'circle-stroke-color': ink, 'circle-stroke-width': 2 },
      },
      {
        id: 'chosen-point',
        type: 'circle',
        source: 'things',
        filter: ['==', ['get', 'id'], ''],
        paint: {
          'circle-radius': 15,
          'circle-color': amber,
          'circle-opacity': 0.35,
          'circle-stroke-color': amber,
          'circle-stroke-width': 2,
        },
      },
      {
        id: 'thing-point',
        type: 'circle',
        source: 'things',
        filter: is('incident'),
        paint: {
          'circle-radius': 7,
          'circle-color': ['match', ['get', 'tone'], 'good', bad, 'open', amber, card] as never,
          'circle-stroke-color': ['match', ['get', 'tone'], 'none', bad, card] as never,
          'circle-stroke-width': 2,
        },
      },
      {
        id: 'me',
        type: 'circle',
        source: 'things',
        filter: is('me'),
        paint: { 'circle-radius': 6, 'circle-color': accent, 'circle-stroke-color': card, 'circle-stroke-width': 2 },
      },
      {
        id: 'chosen',
        type: 'line',
        source: 'things',
        filter: ['==', ['get', 'id'], ''],
        paint: { 'line-color': amber, 'line-width': 4 },
      },
      {
        id: 'names',
        type: 'symbol',
        source: 'things',
        filter: ['has', 'name'],
        layout: {
          'text-field': ['get', 'name'],
          'text-size': ['case', is('zone'), 14, 11.5] as never,
          'text-font': fonts,
          'text-offset': ['case', is('zone'), ['literal', [0, 0]], ['literal', [0, 1.1]]] as never,
          'text-optional': true,
        },
        paint: { 'text-color': ink, 'text-halo-color': c.land, 'text-halo-width': 1.6 },
      },
    ],
  }
}
