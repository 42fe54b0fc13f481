import { readFileSync } from 'node:fs'
import { be, expect, settled, test } from './office'
import { spoken } from './facts'

const languages = {
  en: {
    zone: 'Zone',
    homs: 'Parts of northern Homs',
    from: 'First day',
    incidents: /^incidents/,
    reports: /^reports/,
    knew: /^As we knew it/,
    verifying: 'Under verification',
    onMap: 'Only what is on the map',
    png: 'Save the map',
  },
  ar: {
    zone: 'المنطقة',
    homs: 'أجزاء من شمال حمص',
    from: 'أول يوم',
    incidents: /^حوادث/,
    reports: /^بلاغات/,
    knew: /^كما كنا نعرفه/,
    verifying: 'قيد التحقق',
    onMap: 'ما على الخريطة فقط',
    png: 'احفظ الخريطة',
  },
  es: {
    zone: 'Zona',
    homs: '',
    from: 'Primer día',
    incidents: /^incidentes/,
    reports: /^informes/,
    knew: /^Como lo sabíamos/,
    verifying: 'En verificación',
    onMap: 'Solo lo que está en el mapa',
    png: 'Guardar el mapa',
  },
} as const

for (const [language, w, where] of spoken(languages)) {
  test(`a verifier finds an incident on map, list and time line, ${language} ${where}`, async ({
    open,
    page,
    office,
    facts,
  }) => {
    const { zone, incidents, year, at, firstKnown, verifyingAt } = facts.situation
    await open('/', language)
    await be(page, 'verifier-1')
    await page.goto(office.address + '/')
    await expect(page).toHaveURL(/\/situation$/)
    await settled(page)
    const items = page.locator('.list ol > li')
    const first = await items.count()
    expect(first).toBeGreaterThan(incidents)

    if (zone) {
      await page.getByLabel(w.zone, { exact: true }).selectOption({ label: w.homs })
      await expect(page).toHaveURL(new RegExp('zone=' + zone))
      await expect.poll(() => items.count()).toBeLessThan(first)
    } else await expect(page.getByLabel(w.zone, { exact: true }).getByRole('option')).toHaveCount(1)
    const told = await office.run(
      'count',
      'incidents',
      ...(zone ? ['--zone', zone] : []),
      '--key',
      office.key('verifier-1'),
    )
    await expect(items).toHaveCount(Number(/\d+/.exec(told)?.[0])) // by another door, to the same person

    const all = await items.count()
    await page.getByLabel(w.from).focus()
    await page.keyboard.press('End') // the first day becomes the last
    await expect(page).toHaveURL(new RegExp(`from=${year}-`))
    await expect.poll(() => items.count()).toBeLessThan(all)
    const address = page.url()
    const kept = await items.count()
    await page.reload() // a link shows another the same
    await expect(items).toHaveCount(kept)
    expect(page.url()).toBe(address)

    // On the map, where two posts heard it.
    await page.goto(`${office.address}/situation?at=${at}`)
    await expect(page.locator('[data-ready]')).toBeVisible()
    await expect(page.getByLabel(w.onMap)).toBeChecked()
    const frame = page.locator('.map .frame')
    const box = (await frame.boundingBox())!
    await expect(async () => {
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
      await expect(page).toHaveURL(/chosen=incident/, { timeout: 1000 })
    }).toPass()
    const card = page.locator('.chosen')
    await expect(card).toContainText(facts.incident.told)
    await expect(card).not.toContainText(w.verifying)
    await expect(items.filter({ hasText: facts.incident.title.slice(-10) }).locator('[aria-current]')).toBeVisible() // list and map are in step

    // As it was known two days later.
    const knew = page.getByRole('slider', { name: w.knew })
    await knew.focus()
    await page.keyboard.press('Home')
    await expect(page).toHaveURL(new RegExp('known=' + firstKnown))
    await page.goto(`${office.address}/situation?at=${at}&chosen=incident/${facts.incident.told}&known=${verifyingAt}`)
    await expect(card).toContainText(w.verifying)
  })

  test(`what comes in is shown at once, ${language} ${where}`, async ({ open, page, office, browser }) => {
    await open('/', language)
    await be(page, 'verifier-1')
    await page.goto(office.address + '/situation?noun=report')
    await settled(page)
    const reports = page.getByRole('button', { name: w.reports })
    const before = await reports.textContent()
    const other = await browser.newContext()
    try {
      const monitor = await other.newPage()
      await monitor.goto(office.address + '/report?form=alert')
      await be(monitor, 'monitor-1')
      await monitor.goto(office.address + '/report?form=alert')
      await monitor.getByLabel('What', { exact: true }).selectOption({ index: 3 })
      await monitor.getByLabel('Name of the place').fill('EXERCISE')
      await monitor.getByRole('button', { name: 'Sign and send' }).click()
      await expect(monitor.getByText(/In the register, entry/)).toBeVisible()
    } finally {
      await other.close()
    }
    await expect(reports).not.toHaveText(before ?? '')
  })

  test(`the map is saved and printed, ${language} ${where}`, async ({ open, page }) => {
    await open('/situation', language)
    await expect(page.locator('[data-whole]')).toBeVisible()
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: w.png }).click()
    const png = readFileSync(await (await saving).path())
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect(png.readUInt32BE(16)).toBeGreaterThan(500)
    expect(png.length).toBeGreaterThan(20_000) // not one colour
    await page.emulateMedia({ media: 'print' })
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
    await expect(page.locator('.map img.printed')).toBeVisible()
    await expect(page.locator('.map .frame')).toBeHidden()
  })
}

test('strangers see the public edition on the map', async ({ open, page, office, facts }) => {
  await open('/situation?noun=report')
  await settled(page)
  await expect(page.locator('.list ol > li')).toHaveCount(0)
  await page.goto(office.address + '/situation?chosen=incident/' + facts.incident.told)
  await expect(page.locator('.chosen dl')).toBeVisible()
  await expect(page.locator('.chosen')).not.toContainText('EXERCISE:') // no title, no text
  await expect(page.getByLabel('Words in the text')).toHaveCount(0)
  await expect(page.locator('[data-published]')).toContainText('The public edition, as published at')
})

test('what is known to the day, the week or the hour is told as well as it is known, in lists, on the map and in files @syria-2017', async ({
  open,
  page,
  office,
}) => {
  await open('/situation?noun=report&chosen=report/tr-2017-09-05-hama')
  await be(page, 'verifier-1')
  await settled(page)
  const known = [
    ['tr-2017-09-05-hama', /5 Sept? 2017/],
    ['2017-06-05-ghouta-siege', /29 May\s*–\s*4 Jun 2017/],
  ] as const
  await expect(page.locator('.chosen dl')).toContainText(known[0][1])
  await expect(page.locator('.chosen dl')).not.toContainText(/\d\d:\d\d/)
  const rows = page.locator('.list ol > li').filter({ hasText: known[0][1] })
  for (const text of await rows.allTextContents()) expect(text).not.toMatch(/03:00/) // midnight of UTC on Damascus's clock
  for (const [name, says] of known) {
    await page.goto(`${office.address}/reports/${name}`)
    await settled(page)
    const began = page.getByRole('term').filter({ hasText: 'Began' }).locator('..')
    await expect(began).toContainText(says)
    await expect(began).not.toContainText(/\d\d:\d\d/)
  }
  await page.goto(`${office.address}/reports/2017-06-13-daraa-strike-2`)
  await settled(page)
  await expect(page.getByRole('term').filter({ hasText: 'Began' }).locator('..')).toContainText(/13:00\s*–\s*14:00/)
})
