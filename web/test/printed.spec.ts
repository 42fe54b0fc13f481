import { be, expect, speak, test, walk } from './office'

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
  const token = (await office.run('keys', 'token', '--key', office.key('secretary'))).trim()
  const headers = { Authorization: `Bearer ${token}` }
  const published = [...(await office.run('bulletin', 'list')).matchAll(/^(\S+-(daily|weekly)-\S+) /gm)].map(
    (m) => m[1]!,
  )
  expect(published.length).toBeGreaterThan(1)
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width, height: 1000 })
  for (const name of new Set(published))
    for (const edition of ['mission', 'public'])
      for (const language of languages) {
        const form = new URLSearchParams({ edition, format: 'html', lang: language })
        const written = await fetch(`${office.address}/api/bulletins/${name}?${form}`, { headers })
        expect(written.status).toBe(200)
        await page.setContent(await written.text())
        await expect(page.locator('html')).toHaveAttribute('lang', language)
        expect(await page.locator('table').count()).toBeGreaterThan(1)
        expect(await page.evaluate(cut), `${name} ${edition} ${language}`).toEqual([])
      }
})

test('no printed screen is cut off at the edge of the page', async ({ open, page, facts }) => {
  test.slow()
  await open('/register')
  await be(page, 'verifier-1')
  for (const path of [
    `/incidents/${facts.incident.decided}`,
    '/situation',
    `/bulletin?date=${facts.bulletin.day}`,
    '/zones',
    '/people',
  ]) {
    await walk(page, path)
    for (const language of ['en', 'ar', 'es']) {
      await speak(page, language)
      await page.emulateMedia({ media: 'print' })
      await page.setViewportSize({ width, height: 1000 })
      expect(await page.evaluate(cut), `${path} ${language}`).toEqual([])
      await page.emulateMedia({ media: 'screen' })
      await page.setViewportSize({ width: 1280, height: 800 })
    }
  }
})
