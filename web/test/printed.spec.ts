import { join } from 'node:path'
import { be, expect, settled, test } from './office'

/** Between the margins of an A4 page (judge/bulletin/template/bulletin.css): 186 mm. */
const width = Math.floor((186 / 25.4) * 96)
const languages = ['en', 'ar', 'ru', 'tr', 'fa', 'es']

/** What reaches over the edge of the page, by how many pixels. */
const cut = () =>
  [...document.querySelectorAll('body *')].flatMap((e) => {
    const box = e.getBoundingClientRect()
    const over = Math.max(box.right - window.innerWidth, -box.left)
    const seen = box.width > 1 && box.height > 1 && getComputedStyle(e).visibility !== 'hidden'
    return seen && over > 1 && !e.closest('svg, canvas') ? [`${e.tagName} ${e.className}: ${Math.round(over)}`] : []
  })

test('no printed bulletin is cut off at the edge of the page', async ({ page, office }) => {
  test.slow()
  const key = join(office.folder, 'demo', 'keys', 'secretary.key')
  const published = [...(await office.run('bulletin', 'list')).matchAll(/^(\S+-(daily|weekly)-\S+) /gm)].map(
    (m) => m[1]!,
  )
  expect(published.length).toBeGreaterThan(1)
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width, height: 1000 })
  for (const name of new Set(published))
    for (const edition of ['mission', 'public'])
      for (const language of languages) {
        const form = ['--edition', edition, '--format', 'html', '--in', language, '--key', key]
        await page.setContent(await office.run('bulletin', 'show', name, ...form))
        expect(await page.locator('table').count()).toBeGreaterThan(1)
        expect(await page.evaluate(cut), `${name} ${edition} ${language}`).toEqual([])
      }
})

for (const language of ['en', 'ar', 'es'])
  test(`no printed screen is cut off at the edge of the page, ${language}`, async ({ open, page, office, facts }) => {
    await open('/register', language)
    await be(page, 'verifier-1')
    for (const path of [
      `/incidents/${facts.incident.decided}`,
      '/situation',
      `/bulletin?date=${facts.bulletin.day}`,
      '/zones',
      '/people',
    ]) {
      await page.goto(office.address + path)
      await settled(page)
      await page.emulateMedia({ media: 'print' })
      await page.setViewportSize({ width, height: 1000 })
      expect(await page.evaluate(cut), path).toEqual([])
      await page.emulateMedia({ media: 'screen' })
      await page.setViewportSize({ width: 1280, height: 800 })
    }
  })
