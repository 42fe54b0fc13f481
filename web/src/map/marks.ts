import type { Colours } from '@/map/style'

/** The marks of the map and of its legend, drawn here: no outside sprite. Shape tells what colour tells too. */

const size = 22 // CSS pixels
const ratio = 2

type Draw = (d: CanvasRenderingContext2D, c: Colours) => void

const ring = (d: CanvasRenderingContext2D, fill: string, stroke: string) => {
  d.beginPath()
  d.arc(11, 11, 6.5, 0, 7)
  d.fillStyle = fill
  d.fill()
  d.strokeStyle = stroke
  d.stroke()
}

const path = (d: CanvasRenderingContext2D, points: [number, number][], closed = false) => {
  d.beginPath()
  points.forEach(([x, y], i) => (i ? d.lineTo(x, y) : d.moveTo(x, y)))
  if (closed) d.closePath()
}

const sign =
  (points: [number, number][]): Draw =>
  (d, c) => {
    path(d, points, true)
    d.fillStyle = c.card
    d.fill()
    d.strokeStyle = c.accent
    d.stroke()
  }

export const marks: Record<string, Draw> = {
  confirmed: (d, c) => ring(d, c.bad, c.card),
  likely: (d, c) => {
    ring(d, c.card, c.bad)
    d.beginPath()
    d.arc(11, 11, 6.5, Math.PI / 2, Math.PI * 1.5)
    d.fillStyle = c.bad
    d.fill()
  },
  open: (d, c) => ring(d, c.card, c.bad),
  refuted: (d, c) => {
    ring(d, c.card, c.soft)
    for (const slope of [1, -1]) {
      path(d, [
        [8, 11 - 3 * slope],
        [14, 11 + 3 * slope],
      ])
      d.stroke()
    }
  },
  unknown: (d, c) => {
    ring(d, c.card, c.soft)
    path(d, [
      [8, 11],
      [14, 11],
    ])
    d.stroke()
  },
  somewhere: (d, c) => {
    d.setLineDash([2.5, 2.5])
    d.lineWidth = 1.4
    d.beginPath()
    d.arc(11, 11, 10, 0, 7)
    d.strokeStyle = c.bad
    d.stroke()
  },
  'observation-post': sign([
    [11, 4],
    [18, 17],
    [4, 17],
  ]),
  checkpoint: sign([
    [5, 5],
    [17, 5],
    [17, 17],
    [5, 17],
  ]),
  'monitoring-centre': sign([
    [11, 3],
    [18, 9],
    [18, 18],
    [4, 18],
    [4, 9],
  ]),
}

/** The mark that stands for a status of an incident or a report. */
export const markOfStatus: Record<string, string> = {
  confirmed: 'confirmed',
  probable: 'likely',
  possible: 'likely',
  refuted: 'refuted',
  'not-established': 'refuted',
  withdrawn: 'refuted',
  'not-investigable': 'unknown',
}
export const otherMark = 'open'

function canvasOf(name: string, c: Colours): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = size * ratio
  const d = canvas.getContext('2d') as CanvasRenderingContext2D
  d.scale(ratio, ratio)
  d.lineWidth = 2
  ;(marks[name] as Draw)(d, c)
  return d
}

export const imageOf = (name: string, c: Colours): ImageData =>
  canvasOf(name, c).getImageData(0, 0, size * ratio, size * ratio)
export const pictureOf = (name: string, c: Colours): string => canvasOf(name, c).canvas.toDataURL()
export const pixelRatio = ratio
