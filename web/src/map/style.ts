import type { StyleSpecification } from 'maplibre-gl'

/** How maps look, in the colours of the theme. Shape tells what colour tells too. */

const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

export const layers = ['thing-area', 'thing-point']

/** The things on a map carry what they are (zone, post, incident, sector, site) and an id. */
export function style(name: string): StyleSpecification {
  const dark = document.documentElement.dataset.theme === 'dark'
  const sea = dark ? '#0c1a22' : '#d6e3e6', land = dark ? '#1a272d' : '#f7f4ec', border = dark ? '#46575f' : '#b3aa98'
  const is = (what: string) => ['==', ['get', 'is'], what] as never
  const accent = colour('--accent'), bad = colour('--bad'), amber = dark ? '#e9b35a' : '#b87a12', ink = colour('--ink'), card = colour('--card')
  return {
    version: 8, name, sources: {
      base: { type: 'geojson', data: '/basemap.json' },
      things: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
    },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': sea } },
      { id: 'land', type: 'fill', source: 'base', filter: is('land'), paint: { 'fill-color': land } },
      { id: 'border', type: 'line', source: 'base', filter: is('border'), paint: { 'line-color': border, 'line-width': 1.2, 'line-dasharray': [4, 2] } },
      { id: 'zone', type: 'fill', source: 'things', filter: is('zone'), paint: { 'fill-color': accent, 'fill-opacity': 0.13 } },
      { id: 'zone-line', type: 'line', source: 'things', filter: is('zone'), paint: { 'line-color': accent, 'line-width': 2 } },
      { id: 'line', type: 'line', source: 'things', filter: is('line'), paint: { 'line-color': ink, 'line-width': 1.6, 'line-dasharray': [2, 2] } },
      { id: 'thing-area', type: 'fill', source: 'things', filter: ['in', ['get', 'is'], ['literal', ['sector', 'circle']]], paint: { 'fill-color': bad, 'fill-opacity': 0.22 } },
      { id: 'area-line', type: 'line', source: 'things', filter: ['in', ['get', 'is'], ['literal', ['sector', 'circle']]], paint: { 'line-color': bad, 'line-width': 1.4 } },
      { id: 'post', type: 'circle', source: 'things', filter: is('post'), paint: { 'circle-radius': 4.5, 'circle-color': card, 'circle-stroke-color': ink, 'circle-stroke-width': 2 } },
      { id: 'chosen-point', type: 'circle', source: 'things', filter: ['==', ['get', 'id'], ''], paint: { 'circle-radius': 15, 'circle-color': amber, 'circle-opacity': 0.35, 'circle-stroke-color': amber, 'circle-stroke-width': 2 } },
      { id: 'thing-point', type: 'circle', source: 'things', filter: is('incident'), paint: {
        'circle-radius': 7, 'circle-color': ['match', ['get', 'tone'], 'good', bad, 'open', amber, card] as never, 'circle-stroke-color': ['match', ['get', 'tone'], 'none', bad, card] as never, 'circle-stroke-width': 2 } },
      { id: 'me', type: 'circle', source: 'things', filter: is('me'), paint: { 'circle-radius': 6, 'circle-color': accent, 'circle-stroke-color': card, 'circle-stroke-width': 2 } },
      { id: 'chosen', type: 'line', source: 'things', filter: ['==', ['get', 'id'], ''], paint: { 'line-color': amber, 'line-width': 4 } },
      { id: 'names', type: 'symbol', source: 'things', filter: ['has', 'name'], layout: {
        'text-field': ['get', 'name'], 'text-size': ['case', is('zone'), 14, 11.5] as never, 'text-font': ['Inter Variable', 'Vazirmatn Variable'], 'text-offset': ['case', is('zone'), ['literal', [0, 0]], ['literal', [0, 1.1]]] as never, 'text-optional': true },
        paint: { 'text-color': ink, 'text-halo-color': land, 'text-halo-width': 1.6 } },
    ],
  }
}
