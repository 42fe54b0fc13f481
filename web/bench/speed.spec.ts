import type { Page } from '@playwright/test'
import { be, expect, test, Office } from '../test/office'
import { Plain } from './plain'

/**
 * Speeds of the desk, each beside the plainest page with a map in the same run: by the page's own
 * clock, since what watches a page for a test (traces, waiting for elements) costs more than the page.
 */
test.use({ trace: 'off' })

let plain: Plain
test.beforeAll(async () => {
  plain = await new Plain().start()
})
test.afterAll(() => plain.end())

/** Notes when each of these is first in the page, in milliseconds since one began to go there. */
const note = (marks: Record<string, string>) => {
  const seen: Record<string, number> = {}
  Object.assign(window, { seen })
  new MutationObserver(() => {
    for (const [name, selector] of Object.entries(marks))
      if (!(name in seen) && document.querySelector(selector))
        requestAnimationFrame(() => (seen[name] ??= performance.now()))
  }).observe(document, { subtree: true, childList: true, attributes: true })
}

async function noted(page: Page, ...names: string[]): Promise<Record<string, number>> {
  let seen: Record<string, number> = {}
  await expect
    .poll(
      async () => {
        seen = await page.evaluate(() => (window as unknown as { seen: Record<string, number> }).seen)
        return names.filter((n) => !(n in seen))
      },
      { intervals: [1000] },
    )
    .toEqual([])
  return seen
}

test('Situation opens in a few times what a plain map takes, on a processor slowed four times @alone', async ({
  browser,
  office,
}) => {
  const first: Record<string, number[]> = {},
    again: Record<string, number[]> = {}
  for (let device = 0; device < 2; device++) {
    for (const [name, address, ...parts] of [
      ['plain', plain.address, 'map'],
      ['desk', office.address + '/situation', 'list', 'map', 'land'],
    ] as const) {
      const context = await browser.newContext() // has nothing of either at first
      const page = await context.newPage()
      await page.addInitScript(note, { list: '.list ol > li', map: '[data-ready]', land: '[data-whole]' })
      const slow = await context.newCDPSession(page)
      await slow.send('Emulation.setCPUThrottlingRate', { rate: 4 })
      for (let i = 0; i < 4; i++) {
        await page.goto(address)
        const seen = await noted(page, ...parts)
        console.log(
          `slowed four times: ${name}, ${i ? 'again' : 'first'}: ${parts.map((part) => `${part} ${seen[part]!.toFixed()} ms`).join(', ')}`,
        )
        for (const part of parts) ((i ? again : first)[`${name} ${part}`] ??= []).push(seen[part]!)
      }
      await context.close()
    }
  }
  const ratio = (of: Record<string, number[]>, part: string) =>
    Math.min(...of[`desk ${part}`]!) / Math.min(...of['plain map']!)
  const list = ratio(first, 'list'),
    map = ratio(again, 'map')
  console.log(`slowed four times: of a plain map: list, first ${list.toFixed(1)}, map, again ${map.toFixed(1)}`)
  expect(list).toBeLessThan(4)
  expect(map).toBeLessThan(8)
})

/** How often and how evenly the page drew while something moved. */
async function drawn(page: Page, move: () => Promise<void>): Promise<{ perSecond: number; worst: number }> {
  await page.evaluate(() => {
    const frames: number[] = []
    const frame = (at: number) => {
      frames.push(at)
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
    Object.assign(window, { frames })
  })
  await move()
  return page.evaluate(() => {
    const { frames } = window as unknown as { frames: number[] }
    const gaps = frames.slice(1).map((at, i) => at - (frames[i] as number))
    return { perSecond: 1000 / (gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length), worst: Math.max(...gaps) }
  })
}

/** Frames a second while the page's map is dragged and while it zooms, from the whole country to a few streets. */
async function moved(page: Page, name: string): Promise<{ pan: number; zoom: number; pixels: number }> {
  const box = (await page.locator('canvas').first().boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  let pans = 0,
    zooms = 0
  for (const nearer of [0, 1, 2, 3]) {
    const pan = await drawn(page, async () => {
      await page.mouse.down()
      for (let i = 0; i < 60; i++) await page.mouse.move(x + 150 * Math.sin(i / 6), y + 80 * Math.sin(i / 9))
      await page.mouse.up()
    })
    await page.waitForTimeout(1500)
    const zoom = await drawn(page, async () => {
      for (let i = 0; i < 30; i++) {
        await page.mouse.wheel(0, -60)
        await page.waitForTimeout(30)
      }
      await page.waitForTimeout(500)
    })
    await page.waitForTimeout(1500)
    console.log(
      `${name}, ${nearer}: pan ${pan.perSecond.toFixed()} frames a second (longest ${pan.worst.toFixed()} ms), zoom ${zoom.perSecond.toFixed()} (${zoom.worst.toFixed()} ms)`,
    )
    pans += pan.perSecond / 4
    zooms += zoom.perSecond / 4
  }
  return { pan: pans, zoom: zooms, pixels: box.width * box.height }
}

/** Milliseconds until only one kind is on the map and in the list: the best of three. */
async function filtered(page: Page, name: string): Promise<number> {
  const taken: number[] = []
  for (const kind of ['explosion', 'burst', 'shot']) {
    const ms = await page.evaluate(
      (kind) =>
        new Promise<number>((done, fail) => {
          const select = [...document.querySelectorAll('select')].find((s) =>
            [...s.options].some((o) => o.value === kind),
          ) as HTMLSelectElement
          const map = document.querySelector('[data-drawn]') as Element,
            told = document.querySelector('.list .head strong') as Element
          const before = told.textContent,
            from = performance.now()
          select.value = kind
          select.dispatchEvent(new Event('change', { bubbles: true }))
          const look = () => {
            if (map.getAttribute('data-drawn')?.includes(kind) && told.textContent !== before)
              done(performance.now() - from)
            else if (performance.now() - from > 30_000)
              fail(new Error(`${kind} is not on the map, or there are as many of it as were shown before`))
            else requestAnimationFrame(look)
          }
          look()
        }),
      kind,
    )
    console.log(`${name}: only ${kind} after ${ms.toFixed()} ms, map and list`)
    taken.push(ms)
    await page.waitForTimeout(1000)
  }
  return Math.min(...taken)
}

const million = 1_000_000

test('a million observations: the map moves as a plain one does, a filter is there at once @alone', async ({
  page,
  office: small,
}) => {
  test.setTimeout(600_000)
  const office = await new Office('syria-2017').start()
  try {
    await office.crowd(million)
    await page.goto(plain.address)
    await expect(page.locator('[data-ready]')).toBeVisible()
    await page.waitForTimeout(1500)
    const least = await moved(page, 'a plain map')

    await page.goto(office.address + '/register')
    await be(page, 'verifier-1')
    await page.goto(office.address + '/situation?noun=report')
    await expect(page.locator('[data-whole]')).toBeVisible()
    await expect(page.locator('.list .head strong')).toHaveText(/^1,000,\d{3}$/)
    const all = await moved(page, 'a million')
    expect(all.pixels / least.pixels, "the plain map is as large as the desk's").toBeCloseTo(1, 1)
    expect(all.pan / least.pan).toBeGreaterThan(0.4)
    expect(all.zoom / least.zoom).toBeGreaterThan(0.4)

    await page.goto(office.address + '/situation?noun=report')
    await expect(page.locator('[data-whole]')).toBeVisible()
    await page.waitForTimeout(2000)
    const amongAll = await filtered(page, 'a million')

    await page.goto(small.address + '/register')
    await be(page, 'verifier-1')
    await page.goto(small.address + '/situation?noun=report')
    await expect(page.locator('[data-whole]')).toBeVisible()
    await page.waitForTimeout(2000)
    expect(amongAll / (await filtered(page, 'the exercise alone'))).toBeLessThan(5)
  } finally {
    await office.end()
  }
})
