/** A picture of the map with lines of text below it, as PNG: a map without its day misleads. */
export async function captioned(map: HTMLCanvasElement, lines: string[]): Promise<Blob> {
  const unit = map.width / 1000,
    line = 26 * unit
  const canvas = document.createElement('canvas')
  canvas.width = map.width
  canvas.height = map.height + lines.length * line + 14 * unit
  const d = canvas.getContext('2d') as CanvasRenderingContext2D
  const of = getComputedStyle(document.documentElement)
  d.fillStyle = of.getPropertyValue('--card')
  d.fillRect(0, 0, canvas.width, canvas.height)
  d.drawImage(map, 0, 0)
  d.fillStyle = of.getPropertyValue('--ink')
  d.font = `${16 * unit}px ${of.getPropertyValue('--sans')}`
  const rtl = document.dir === 'rtl'
  d.direction = rtl ? 'rtl' : 'ltr'
  lines.forEach((text, i) =>
    d.fillText(text, rtl ? canvas.width - 12 * unit : 12 * unit, map.height + (i + 1) * line, canvas.width - 24 * unit),
  )
  return new Promise((resolve, reject) =>
    canvas.toBlob((b) => (b ? resolve(b) : reject(new Error('no picture'))), 'image/png'),
  )
}
