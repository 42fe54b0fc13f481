import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { expect, test } from './office'

/** Our tiles, opened by a reader that is not ours, hold what the lists count. */
test('tiles hold what the public edition counts', async ({ page, office, facts }) => {
  const { at, inForce, layers: drawn, incidents } = facts.tile
  const layers = async (path: string) =>
    new VectorTile(new PbfReader(await (await page.request.get(office.address + '/tiles/situation/' + path)).body()))
      .layers
  const all = (await layers('0/0/0?noun=incident')).clusters!
  let sum = 0
  for (let i = 0; i < all.length; i++) sum += Number(all.feature(i).properties.count)
  const list = (await (await page.request.get(office.address + '/api/incidents?limit=1000')).json()) as {
    items: { state: { near?: unknown } }[]
  }
  expect(sum).toBe(list.items.filter((i) => i.state.near).length)
  expect(sum).toBeGreaterThan(incidents)
  const near = await layers(`${at}?noun=incident&inForce=${inForce}`) // when it was in force
  for (const name of drawn) expect(near[name]?.length, name).toBeGreaterThan(0)
  const one = near.incidents!.feature(0).properties
  expect(Object.keys(one)).toEqual(expect.arrayContaining(['subject', 'noun', 'type', 'status', 'form']))
  expect(one.form).toBe('area') // strangers see no exact place
})
