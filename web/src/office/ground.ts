import { listAll, type Item } from './api'
import { identity } from './identity'

/** Where it all is: a box around what the office tells that lies on the ground. */

export type Box = [west: number, south: number, east: number, north: number]

/** The nouns that say where the ground is, those first of which little is enough: no single report draws the map away. */
const onGround = [['/api/zones', '/api/lines', '/api/posts'], ['/api/places']]

function around(boxes: (number[] | null | undefined)[]): Box | undefined {
  const all = boxes.filter((b): b is number[] => b?.length === 4)
  const side = (i: number, of: (...all: number[]) => number) => of(...all.map((b) => b[i] as number))
  return all.length ? [side(0, Math.min), side(1, Math.min), side(2, Math.max), side(3, Math.max)] : undefined
}

let known: { key: string | undefined; box: Promise<Box | undefined> } | undefined

async function find(): Promise<Box | undefined> {
  for (const lists of onGround) {
    const all = await Promise.all(lists.map((path) => listAll(path, 1000).catch((): Item[] => [])))
    const box = around(all.flat().map((i) => i.box))
    if (box) return box
  }
  return undefined
}

/** The box for whoever speaks; undefined where nothing that is told lies anywhere. */
export function groundBox(): Promise<Box | undefined> {
  const key = identity.value?.key
  if (!known || known.key !== key) known = { key, box: find() }
  const asked = known
  void asked.box.then((box) => !box && known === asked && (known = undefined)) // an office begins empty
  return asked.box
}
