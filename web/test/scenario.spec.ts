import { be, expect, settled, test } from './office'

/** Another ceasefire: its parties, its clock, no zone, and nothing of the first one. */

test('forms offer the parties of the agreement, and take and mark one whom none names @albarena-2025', async ({
  page,
  open,
}) => {
  await open('/report?form=restriction')
  await be(page, 'monitor-1')
  const whose = page.getByLabel('Whose people restricted', { exact: true })
  await expect(whose.getByRole('option')).toHaveText([
    'Choose…',
    'Those of the Mist',
    'League of the Archipelagos',
    'Council of the North',
    'Board of the South',
    'Another, as it was said…',
    'Not known whose people',
  ])
  const left = page.getByText('Still missing:').locator('xpath=..')
  await expect(left).toContainText('Whose people restricted') // nothing was chosen: that is no word that nobody knows
  await whose.selectOption({ label: 'Not known whose people' })
  await expect(left).not.toContainText('Whose people restricted')
  await whose.selectOption({ label: 'Another, as it was said…' })
  await page.getByLabel('Whose people restricted: code').fill('corsarios')
  await expect(page.getByText('No agreement names it', { exact: false })).toBeVisible()
})

test('an incident names its actors as the agreement does @albarena-2025', async ({ page, open, office }) => {
  await open('/incidents/2025-04-12-ganado')
  await be(page, 'verifier-1')
  await settled(page)
  const actors = page.locator('section[aria-labelledby="attributions"]')
  await expect(actors).toContainText('CORSARIOS')
  await expect(actors).toContainText('no agreement names it')
  await page.goto(office.address + '/incidents/2025-04-08-paso-viejo')
  await settled(page)
  await expect(actors).toContainText('Council of the North')
  await expect(actors).toContainText('Those of the Mist')
  await expect(actors).toContainText('outside the ceasefire')
})

test('the situation says an island west of Greenwich, without a zone @albarena-2025', async ({ page, open }) => {
  await open('/situation')
  await settled(page)
  await expect(page.getByLabel('Zone', { exact: true }).getByRole('option')).toHaveCount(1)
  await expect(page.locator('body')).not.toContainText('Syria')
})

test('beside every screen it says, as in every language, that nothing here happened, and excepts nothing @albarena-2025', async ({
  page,
  open,
}) => {
  await open('/situation', 'es')
  await settled(page)
  await expect(page.locator('aside .exercise')).toHaveText('Ejercicio. No dé nada de esto por ocurrido.')
})

test('after its term every screen of the law says that no agreement is in force, and since when @albarena-2025', async ({
  page,
  open,
  office,
}) => {
  await open('/zones') // as a stranger
  for (const address of ['/zones', '/agreement', '/situation', '/bulletin']) {
    await page.goto(office.address + address)
    await expect(page.getByRole('note')).toContainText('No agreement is in force')
    await expect(page.getByRole('note')).toContainText('Its term ended at')
  }
  await page.goto(office.address + '/situation?inForce=2025-06-01T00:00:00Z')
  await settled(page)
  await expect(page.getByRole('note')).toHaveCount(0)
  await page.goto(office.address + '/situation')
  await expect(page.locator('body')).not.toContainText('2017')
})

test('strangers are told days, those of the office; who signs in is told the hour, and not that it is the public edition @albarena-2025', async ({
  page,
  open,
}) => {
  await open('/incidents/2025-04-08-paso-viejo') // at 21:40 of the island's clock
  await settled(page)
  const top = page.locator('header.top')
  await expect(top).toContainText('8 Apr 2025') // the day of the island, as for everybody
  await expect(top).not.toContainText('9 Apr 2025')
  await expect(top).not.toContainText(/\d\d:\d\d/)
  await expect(page.getByText('This is the public edition.')).toBeVisible()
  await be(page, 'verifier-1')
  await settled(page)
  await expect(top).toContainText('8 Apr 2025, 21:40')
  await expect(page.getByText('This is the public edition.')).toHaveCount(0)
})

test('the zones say that there is none, and show the line: its force, for whom, and what keeps how far away @albarena-2025', async ({
  page,
  open,
}) => {
  await open('/zones', 'es') // as a stranger, after the term
  await settled(page)
  await expect(page.getByText('Aún no se ha propuesto ninguna zona.')).toBeVisible()
  const lines = page.getByRole('region', { name: 'Líneas' }).first()
  await expect(lines).toContainText('Línea media')
  await expect(lines).toContainText('entre las partes')
  await expect(lines).toContainText('sin vigor desde')
  await expect(lines).toContainText('Su plazo terminó el')
  await expect(lines).toContainText('Consejo del Norte | Junta del Sur')
  await expect(lines).toContainText('a 20 km a cada lado: ')
  await expect(lines).toContainText('(desde 100 mm)')
  await expect(lines.locator('[data-ready]')).toBeVisible()
})

test('a bulletin says before all figures what was in force, on the screen and in what was signed @albarena-2025', async ({
  page,
  open,
  office,
}) => {
  await open('/bulletin/sede-daily-2026-04-08', 'es')
  await settled(page)
  const bulletin = page.locator('.host')
  await expect(bulletin).toContainText('No hubo ningún acuerdo en vigor en este período.')
  await expect(bulletin).toContainText('su plazo terminó el 2026-04-08 00:00')
  await expect(bulletin).toContainText('no regía ningún límite')
  await expect(page.getByText('Estos bytes son los que se firmaron')).toBeVisible()
  await page.goto(office.address + '/bulletin/sede-daily-2025-04-08')
  await expect(bulletin).toContainText('en vigor')
  await expect(bulletin).not.toContainText('No hubo ningún acuerdo en vigor')
})

test('a secretary adds a word of the office’s own, forms offer it, and none does once it has ended @albarena-2025', async ({
  page,
  open,
  office,
}) => {
  await open('/records/word', 'es')
  await be(page, 'secretary')
  await page.getByLabel('Lista', { exact: true }).selectOption({ label: 'Qué pasó' })
  await page.getByLabel('Una clase de').selectOption({ value: 'looting' })
  await page.getByLabel('Nombre breve en los actos').fill('quema-de-cosecha')
  await page.getByLabel('Cómo se llama: English').fill('Crop burning')
  await page.getByLabel('Cómo se llama: Español').fill('Quema de cosecha')
  await page.getByRole('button', { name: 'Firmar' }).click()
  const list = page.locator('.list')
  await expect(list).toContainText('event.own-quema-de-cosecha.looting')
  const offered = page.getByLabel('Qué', { exact: true }).locator('option', { hasText: 'Quema de cosecha' })
  await page.goto(office.address + '/report')
  await expect(offered).toHaveCount(1)

  await page.goto(office.address + '/records/word/event.own-quema-de-cosecha.looting')
  await page.getByRole('button', { name: 'Palabra propia de la oficina retirada' }).click()
  await page.locator('form.act-form textarea').fill('EXERCISE. Se confunde con otra.')
  await page.locator('form.act-form').getByRole('button', { name: 'Firmar' }).click()
  await expect(page.locator('main')).toContainText('EXERCISE. Se confunde con otra.')
  await page.goto(office.address + '/report')
  await expect(page.getByLabel('Qué', { exact: true }).locator('option').nth(3)).toBeAttached()
  await expect(offered).toHaveCount(0)
})
