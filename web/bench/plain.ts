import { createReadStream } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

const library = fileURLToPath(new URL('../node_modules/maplibre-gl/dist/', import.meta.url))

const page = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Plain</title><link rel="stylesheet" href="/maplibre-gl.css">
<style>body { margin: 0 } #map { width: 606px; height: 462px }</style>
<div id="map"></div>
<script type="module">
import { Map, setWorkerUrl } from '/maplibre-gl.mjs'
setWorkerUrl('/maplibre-gl-worker.mjs')
const square = { type: 'Polygon', coordinates: [[[36, 33], [42, 33], [42, 37], [36, 37], [36, 33]]] }
const map = new Map({ container: 'map', center: [38, 35], zoom: 5, style: { version: 8,
  sources: { land: { type: 'geojson', data: square } },
  layers: [
    { id: 'sea', type: 'background', paint: { 'background-color': '#d6e3e6' } },
    { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': '#f7f4ec' } },
  ] } })
map.on('load', () => map.getContainer().setAttribute('data-ready', ''))
</script>
</html>`

/**
 * The plainest page with a map: MapLibre as it comes, one square on it, nothing else. What it
 * takes to open and to move says how fast this machine is now; the desk is measured against it.
 */
export class Plain {
  private readonly server: Server = createServer((asked, answer) => {
    const name = /^\/(maplibre-gl[a-z-]*\.(?:mjs|css))$/.exec(asked.url ?? '')?.[1]
    answer.setHeader('Content-Type', !name ? 'text/html' : name.endsWith('.css') ? 'text/css' : 'text/javascript')
    if (!name) return answer.end(page)
    answer.setHeader('Cache-Control', 'max-age=3600')
    createReadStream(library + name)
      .on('error', () => answer.destroy())
      .pipe(answer)
  })
  address = ''

  async start(): Promise<this> {
    this.server.listen(0, '127.0.0.1')
    await once(this.server, 'listening')
    this.address = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`
    return this
  }

  async end(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((done) => this.server.close(done))
  }
}
