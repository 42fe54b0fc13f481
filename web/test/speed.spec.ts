import type { Page } from '@playwright/test'
import { expect, test } from './office'

/** Speeds, by the page's own clock: what watches a page for a test (traces, waiting for elements) costs more than the page. */
test.use({ trace: 'off' })

/**
 * A count of numbers that takes 80 ms on an idle machine of two cores slowed four times. How much
 * longer it takes says how busy or how slow this machine is.
 */
const yardstick = () => {
  const from = performance.now()
  let h = 1
  for (let i = 0; i < 2e7; i++) h = Math.imul(h ^ i, 16777619)
  return h === 0 ? 0 : performance.now() - from
}

/** Notes when each of these is first in the page, in milliseconds since one began to go there. */
const note = (marks: Record<string, string>) => {
  const seen: Record<string, number> = {}
  Object.assign(window, { seen })
  new MutationObserver(() => {
    for (const [name, selector] of Object.entries(marks)) if (!(name in seen) && document.querySelector(selector)) requestAnimationFrame(() => (seen[name] ??= performance.now()))
  }).observe(document, { subtree: true, childList: true, attributes: true })
}

async function noted(page: Page, ...names: string[]): Promise<Record<string, number>> {
  let seen: Record<string, number> = {}
  await expect.poll(async () => {
    seen = await page.evaluate(() => (window as unknown as { seen: Record<string, number> }).seen)
    return names.filter((n) => !(n in seen))
  }, { intervals: [1000] }).toEqual([])
  return seen
}

test('Situation is usable within two seconds on a processor slowed four times @alone', async ({ open, page, office }) => {
  await page.addInitScript(note, { list: '.list ol > li', map: '[data-ready]', land: '[data-whole]' })
  const slow = await page.context().newCDPSession(page)
  await slow.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  const lists: number[] = [], maps: number[] = []
  for (let i = 0; i < 5; i++) {
    await (i ? page.goto(office.address + '/situation') : open('/situation')) // the first time nothing is kept on the device
    const { list, map, land } = await noted(page, 'list', 'map', 'land') as { list: number; map: number; land: number }
    const busy = Math.max(1, (await page.evaluate(yardstick)) / 80)
    console.log(`slowed four times: list after ${list.toFixed()} ms, map ${map.toFixed()} ms, land and borders ${land.toFixed()} ms, machine at ${busy.toFixed(2)}`)
    lists.push(list / busy)
    maps.push(map / busy)
  }
  expect(lists[0]).toBeLessThan(2000)
  expect(Math.min(...maps)).toBeLessThan(2000)
})
