import type { Map as Chart, MapOptions } from 'maplibre-gl'
import type * as maplibre from 'maplibre-gl'

/** The library of maps, loaded when a map is first shown: it is larger than the rest of the desk. */

type Library = typeof maplibre

let loading: Promise<Library> | undefined

export function loadMaps(): Promise<Library> {
  return (loading ??= load().catch((fault: unknown) => {
    loading = undefined // cut off: tried again
    throw fault
  }))
}

async function load(): Promise<Library> {
  const [library, { default: worker }] = await Promise.all([
    import('maplibre-gl'),
    import('maplibre-gl/dist/maplibre-gl-worker.mjs?url'),
  ])
  library.setWorkerUrl(new URL(worker, location.href).href)
  return library
}

type Box = [west: number, south: number, east: number, north: number]

let ground: () => Promise<Box | undefined> = () => Promise.resolve(undefined)

/** Says once where everything lies: maps open there that have nothing of their own to show. */
export function lieOn(where: typeof ground): void {
  ground = where
}

/** Where everything lies, as far as that is known. */
export const groundBox = (): Promise<Box | undefined> => ground()

/** A map that stays north up, with its controls where the reader's language begins to end. */
export function newMap(
  { Map, NavigationControl, ScaleControl }: Library,
  container: HTMLElement,
  o: Omit<MapOptions, 'container'>,
): Chart {
  const map = new Map({
    container,
    center: [0, 20], // the world, until it is known where the ground is
    zoom: 1,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    ...o,
  })
  map.on('style.load', () => leftToRight(map))
  map.touchZoomRotate.disableRotation()
  const rtl = document.dir === 'rtl'
  map.addControl(new NavigationControl({ showCompass: false }), rtl ? 'top-left' : 'top-right')
  map.addControl(new ScaleControl(), rtl ? 'bottom-right' : 'bottom-left')
  return map
}

/**
 * Letters are drawn one by one on a canvas, which takes the page's direction and turns brackets
 * around on a page that runs right to left. The map orders and mirrors them itself.
 */
function leftToRight(map: Chart): void {
  const glyphs = map.style.glyphManager
  const create = glyphs.createRasterizer
  glyphs.createRasterizer = (...how) => {
    const made = create(...how)
    ;(made as unknown as { ctx: CanvasRenderingContext2D }).ctx.direction = 'ltr'
    return made
  }
}
