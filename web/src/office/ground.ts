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

let known: { key: string | undefined; found: Promise<Found> } | undefined

interface Found {
  box: Box | undefined
  whole: boolean // every list that was asked for came
}

async function find(): Promise<Found> {
  let whole = true
  const missed = (): Item[] => ((whole = false), [])
  for (const lists of onGround) {
    const all = await Promise.all(lists.map((path) => listAll(path, 1000).catch(missed)))
    const box = around(all.flat().map((i) => i.box))
    if (box) return { box, whole }
  }
  return { box: undefined, whole }
}

/** The box for whoever speaks; undefined where nothing that is told lies anywhere. */
export async function groundBox(): Promise<Box | undefined> {
  const key = identity.value?.key
  if (!known || known.key !== key) known = { key, found: find() }
  const asked = known
  const { box, whole } = await asked.found
  if (!(box && whole) && known === asked) known = undefined // an office begins empty, and not all of it may have come
  return box
}
