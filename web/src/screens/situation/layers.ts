import type { LayerSpecification, StyleSpecification } from 'maplibre-gl'
import { base, colours, fonts, land } from '@/map/style'
import { markOfStatus, otherMark } from '@/map/marks'

/** The style of the situation: the tiles of package tiles over land and borders. */

const source = 'situation'
const noLand: typeof base = { base: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } } }
export const touchable = ['points', 'lone', 'clusters', 'areas']

const has = (key: string, value: string) => ['==', ['get', key], value] as never
const statuses = ['match', ['get', 'status'], ...Object.entries(markOfStatus).flat(), otherMark]
const alone = ['any', ['!', ['has', 'count']], ['==', ['get', 'count'], 1]]

/** Pixels to a metre at zoom 0 at a latitude. */
const scale = (latitude: number) => 512 / (40_075_016.7 * Math.cos((latitude * Math.PI) / 180))

/** How large a circle of `radius` metres is, at every zoom. */
export function radiusAt(latitude: number) {
  const at = (zoom: number) => ['*', ['get', 'radius'], scale(latitude) * 2 ** zoom]
  return ['interpolate', ['exponential', 2], ['zoom'], 5, at(5), 20, at(20)] as never
}

interface Look {
  name: string
  tiles: string
  language: string
  locale: string
  thousand: string
  chosen: string
  latitude: number
  backdrop: boolean
}

export const chosenIs = (subject: string) => has('subject', subject || '-')

export function situationStyle(o: Look): StyleSpecification {
  const c = colours()
  const called = ['coalesce', ['get', 'name:' + o.language], ['get', 'name']] as never
  const written = (n: unknown) => ['number-format', n, { locale: o.locale, 'max-fraction-digits': 0 }]
  const count = [
    'case',
    ['<', ['get', 'count'], 10_000],
    written(['get', 'count']),
    ['concat', written(['round', ['/', ['get', 'count'], 1000]]), o.thousand],
  ] as never
  const halo = { 'text-color': c.ink, 'text-halo-color': c.land, 'text-halo-width': 1.6 }
  const of = (layer: string, rest: Record<string, unknown>) =>
    ({ id: layer, source, 'source-layer': layer, ...rest }) as unknown as LayerSpecification
  const mark = { 'icon-allow-overlap': true, 'icon-ignore-placement': true }
  return {
    version: 8,
    name: o.name,
    sources: {
      ...(o.backdrop ? base : noLand),
      [source]: { type: 'vector', tiles: [o.tiles], minzoom: 0, maxzoom: 18 },
    },
    layers: [
      ...land(c),
      of('belts', { type: 'fill', paint: { 'fill-color': c.amber, 'fill-opacity': 0.14 } }),
      of('belts', {
        id: 'belt-line',
        type: 'line',
        paint: { 'line-color': c.amber, 'line-width': 1.2, 'line-dasharray': [3, 2] },
      }),
      of('zones', { type: 'fill', paint: { 'fill-color': c.accent, 'fill-opacity': 0.13 } }),
      of('zones', { id: 'zone-line', type: 'line', paint: { 'line-color': c.accent, 'line-width': 2 } }),
      of('unheld', {
        type: 'line',
        paint: { 'line-color': c.soft, 'line-width': 1.6, 'line-dasharray': [1, 3] },
      }),
      of('lines', { type: 'line', paint: { 'line-color': c.ink, 'line-width': 1.6, 'line-dasharray': [2, 2] } }),
      of('areas', { type: 'fill', paint: { 'fill-color': c.bad, 'fill-opacity': 0.16 } }),
      of('areas', { id: 'area-line', type: 'line', paint: { 'line-color': c.bad, 'line-width': 1.2 } }),
      of('incidents', {
        id: 'circles',
        type: 'circle',
        filter: ['all', has('form', 'circle'), ['>=', ['get', 'radius'], 50]],
        paint: {
          'circle-radius': radiusAt(o.latitude),
          'circle-color': c.bad,
          'circle-opacity': 0.1,
          'circle-stroke-color': c.bad,
          'circle-stroke-width': 1,
          'circle-stroke-opacity': 0.6,
        },
      }),
      of('areas', {
        id: 'chosen-area',
        type: 'line',
        filter: chosenIs(o.chosen),
        paint: { 'line-color': c.amber, 'line-width': 4 },
      }),
      of('posts', {
        type: 'symbol',
        minzoom: 6,
        layout: {
          'icon-image': [
            'match',
            ['get', 'type'],
            ['observation-post', 'monitoring-centre'],
            ['get', 'type'],
            'checkpoint',
          ],
          'icon-size': ['interpolate', ['linear'], ['zoom'], 6, 0.5, 10, 0.9],
          ...mark,
        },
        paint: { 'icon-opacity': ['match', ['get', 'exact'], 'true', 1, 0.6] },
      }),
      of('names', {
        id: 'zone-names',
        type: 'symbol',
        layout: { 'text-field': called, 'text-size': 14, 'text-font': fonts, 'text-max-width': 9 },
        paint: halo,
      }),
      of('clusters', {
        type: 'circle',
        filter: ['!', alone],
        paint: {
          'circle-radius': ['interpolate', ['linear'], ['log10', ['get', 'count']], 0, 10, 5, 30],
          'circle-color': c.bad,
          'circle-opacity': 0.82,
          'circle-stroke-color': c.card,
          'circle-stroke-width': 1.5,
        },
      }),
      of('clusters', {
        id: 'counts',
        type: 'symbol',
        filter: ['!', alone],
        layout: {
          'text-field': count,
          'text-size': 12,
          'text-font': fonts,
          'text-allow-overlap': true,
          'text-ignore-placement': true,
        },
        paint: { 'text-color': c.card },
      }),
      ...['incidents', 'clusters'].flatMap((layer) => [
        of(layer, {
          id: layer + '-somewhere',
          type: 'symbol',
          minzoom: 9,
          filter: ['all', alone, has('form', 'area')],
          layout: { 'icon-image': 'somewhere', ...mark },
        }),
        of(layer, {
          id: layer + '-chosen',
          type: 'circle',
          filter: chosenIs(o.chosen),
          paint: {
            'circle-radius': 15,
            'circle-color': c.amber,
            'circle-opacity': 0.35,
            'circle-stroke-color': c.amber,
            'circle-stroke-width': 2.5,
          },
        }),
        of(layer, {
          id: layer === 'incidents' ? 'points' : 'lone',
          type: 'symbol',
          filter: alone,
          layout: { 'icon-image': statuses, ...mark },
        }),
      ]),
      of('lines', {
        id: 'line-names',
        type: 'symbol',
        minzoom: 8,
        layout: { 'symbol-placement': 'line', 'text-field': called, 'text-size': 11.5, 'text-font': fonts },
        paint: halo,
      }),
      of('posts', {
        id: 'post-names',
        type: 'symbol',
        minzoom: 9,
        layout: {
          'text-field': called,
          'text-size': 11.5,
          'text-font': fonts,
          'text-offset': [0, 1.1],
          'text-anchor': 'top',
          'text-optional': true,
        },
        paint: halo,
      }),
    ],
  }
}
