import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { be, expect, settled, test } from './office'
import { facts as all, spoken } from './facts'

const words = {
  en: {
    publish: 'Publish',
    sign: 'Sign and publish',
    correct: 'Correct',
    what: 'What was wrong, and what is right',
    why: 'Why it was wrong',
    signCorrection: 'Sign and publish the correction',
    notice: 'Correction 1',
    same: 'These bytes are the ones that were signed',
    day: '2018-03-06',
  },
  ar: {
    publish: 'انشر',
    sign: 'وقّع وانشر',
    correct: 'صحّح',
    what: 'ما الخطأ وما الصواب',
    why: 'لماذا كان خطأ',
    signCorrection: 'وقّع وانشر التصحيح',
    notice: 'التصحيح ١',
    same: 'هذه هي البايتات التي وُقّعت',
    day: '2018-03-07',
  },
  es: {
    publish: 'Publicar',
    sign: 'Firmar y publicar',
    correct: 'Corregir',
    what: 'Qué estaba mal y qué es lo correcto',
    why: 'Por qué estaba mal',
    signCorrection: 'Firmar y publicar la corrección',
    notice: 'Corrección 1',
    same: 'Estos bytes son los que se firmaron',
    day: '2026-05-04',
  },
} as const

for (const [language, w, where] of spoken(words)) {
  test(`the secretariat makes, publishes and corrects a bulletin, ${language} ${where}`, async ({
    open,
    page,
    office,
    facts,
  }) => {
    const { day, observed, first } = facts.bulletin
    await open('/register', language)
    await be(page, 'secretary')

    // The draft of a day: every figure opens as many records as it says.
    await page.goto(`${office.address}/bulletin?date=${day}`)
    await settled(page)
    const figures = page.locator('.host b[role=button]')
    const figure = figures.nth(1)
    const told = await figure.textContent()
    await figure.click()
    const records = page.getByRole('dialog').locator('.records > li')
    await expect(records).toHaveCount(observed)
    expect(told).toBe(language === 'ar' ? '٨' : String(observed))
    await expect(page).toHaveURL(/figure=/)
    await records.first().getByRole('link').click()
    await expect(page).toHaveURL(/\/reports\//)

    // Looked through, signed, published; days come in their order.
    await page.goto(office.address + `/bulletin?date=${w.day}&whole=true`)
    await settled(page)
    await page.getByRole('button', { name: w.publish, exact: true }).click()
    await page.getByRole('button', { name: w.sign, exact: true }).click()
    await expect(page).toHaveURL(new RegExp(`/bulletin/${first.slice(0, -10)}${w.day}$`))
    await expect(page.getByText(w.same)).toBeVisible()

    // A correction is a numbered notice, and what was published stays.
    await page.getByRole('button', { name: w.correct, exact: true }).click()
    await page.getByLabel(w.what).fill(`EXERCISE. Two were one, ${language}.`)
    await page.getByLabel(w.why).fill('EXERCISE. Written down twice.')
    await page.getByRole('button', { name: w.signCorrection }).click()
    await expect(page.locator('.notice')).toContainText(`EXERCISE. Two were one, ${language}.`)
    await expect(page.locator('.notice')).toContainText(w.notice)
    await expect(page.getByText(w.same)).toBeVisible()

    // What is saved has the digest that was signed.
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'JSON' }).click()
    const saved = readFileSync(await (await saving).path())
    await expect(page.getByText(createHash('sha256').update(saved).digest('hex'))).toBeVisible()
  })
}

for (const [name, where] of [
  ...all['syria-2017'].bulletin.published.map((name) => [name, '@syria-2017'] as const),
  ...all['albarena-2025'].bulletin.published.map((name) => [name, '@albarena-2025'] as const),
]) {
  test(`every figure opens its own number, and records that the office shows, ${name} ${where}`, async ({
    open,
    page,
    office,
  }) => {
    await open('/register')
    await be(page, 'secretary')
    await page.goto(office.address + `/bulletin/${name}?edition=mission`)
    await settled(page)
    const figures = page.locator('.host [data-figure]')
    await expect(figures.first()).toBeVisible()
    // What changed from nothing has no records to open; every other figure opens, and two that open the same are one.
    expect(await page.locator('.host [data-figure]:not([role=button]):not(.change)').count()).toBe(0)
    const marks = await page
      .locator('.host [role=button]')
      .evaluateAll((all) => [...new Set(all.map((e) => (e as HTMLElement).dataset.figure as string))])
    expect(marks.length).toBeGreaterThan(5) // fewest where little happened
    const dialog = page.getByRole('dialog')
    for (const mark of marks) {
      const figure = page.locator(`.host [data-figure="${mark}"]`).first()
      const told = (await figure.textContent()) ?? ''
      await figure.click()
      if (/^\d+$/.test(told)) await expect(dialog.locator('.big')).toHaveText(told)
      await expect(dialog.getByRole('status')).toHaveCount(0)
      await expect(dialog.getByText('not for you to see')).toHaveCount(0)
      expect(await dialog.locator('.records > li').count(), told).toBe(
        await dialog.locator('.records > li > .small').count(),
      )
      await page.keyboard.press('Escape')
      await expect(dialog).toHaveCount(0)
    }
  })
}

// Where nobody gave a number of files there is no range.
test('a change opens what a number was before, and a range the files that it is of @syria-2017', async ({
  open,
  page,
  office,
}) => {
  await open('/register')
  await be(page, 'secretary')
  await page.goto(office.address + '/bulletin?date=2017-05-08&edition=mission')
  await settled(page)
  const change = page.locator('.host .change[role=button]').first()
  await change.click()
  await expect(page.getByRole('dialog')).toContainText('in the period before')
  await expect(page.getByRole('dialog').locator('.records > li').first()).toBeVisible()
  await page.keyboard.press('Escape')
  const ranges = page.locator('.host td > span[role=button]:not(.change)')
  for (const range of await ranges.all()) {
    const [, most] = /–(\d+)/.exec((await range.textContent()) ?? '') ?? []
    await range.click()
    await expect(page.getByRole('dialog').locator('.big')).toHaveText(most as string)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  expect(await ranges.count()).toBe(4)
})

test('the public sees published public editions, and no draft', async ({ open, page, office, facts }) => {
  const { first } = facts.bulletin
  await open('/bulletin')
  await settled(page)
  await expect(page.getByText('Being built now')).toHaveCount(0)
  await page.locator(`a[href="/bulletin/${first}"]`).click()
  await expect(page).toHaveURL(`${office.address}/bulletin/${first}`)
  await expect(page.getByText('These bytes are the ones that were signed')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Publish' })).toHaveCount(0)
  await page.locator('.host b[role=button]').first().click()
  await expect(page.getByText('The public edition does not list the records.')).toBeVisible()
  expect(
    (await page.request.get(`${office.address}/api/bulletins/${first}?edition=mission`)).status(),
  ).toBeGreaterThanOrEqual(400)
})

test('the page of a correction says what it corrects, why, when and which figures changed', async ({
  open,
  page,
  office,
  facts,
}) => {
  await open(`/bulletin/${facts.bulletin.first}`)
  await settled(page)
  const notice = page.locator('section.correction')
  await expect(notice).toContainText('Why:')
  await expect(notice.locator('tbody tr').first()).toBeVisible()
  await expect(page.locator('dt', { hasText: 'Published' })).toBeVisible()
  await page.goto(`${office.address}/bulletin/${facts.bulletin.first}?correction=0`)
  await settled(page)
  await expect(page.getByText('This was corrected later: read correction 1.')).toBeVisible()
  await expect(notice).toHaveCount(0)
})

// Both ceasefires end their day at midnight, by clocks hours ahead of and behind the world's.
for (const [language, [publish, signs, midnight], where] of spoken({
  ar: ['انشر', 'وقّع وانشر', '٠٠:٠٠'],
  es: ['Publicar', 'Firmar y publicar', '0:00'],
} as const)) {
  test(`a draft is of the last day that is over; of one that is not, its end is told before anybody signs, ${language} ${where}`, async ({
    open,
    page,
    office,
  }) => {
    const { timeZone } = (await (await fetch(office.address + '/desk.json')).json()) as { timeZone: string }
    const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv', { timeZone })
    await open('/register', language)
    await be(page, 'secretary')
    await page.goto(office.address + '/bulletin?whole=true')
    await settled(page)
    await expect(page.locator('[data-whole]')).toBeChecked()
    const yesterday = dayIn(-1)
    const chosen = page.locator('#b-date')
    await expect(chosen).toHaveValue(/^\d/)
    expect([yesterday, dayIn(-1)]).toContain(await chosen.inputValue()) // midnight may have passed meanwhile
    await expect(page.locator('[data-early]')).toHaveCount(0)

    await page.getByRole('button', { name: publish, exact: true }).click()
    await expect(page.getByRole('button', { name: signs, exact: true })).toBeVisible()
    await expect(page.locator('[data-period]')).toBeVisible()
    const term = page.locator('[data-cut-off]')
    await expect(term).toContainText(yesterday)
    const [text, line] = await term.evaluate((e) => {
      const range = document.createRange()
      range.selectNodeContents(e)
      return [range.getBoundingClientRect(), e.getBoundingClientRect()].map((r) => ({ left: r.left, right: r.right }))
    })
    const edge = language === 'ar' ? 'right' : 'left'
    expect(Math.abs(text![edge] - line![edge]), 'it stands at the edge at which a line begins').toBeLessThan(2)

    await page.goto(`${office.address}/bulletin?date=${dayIn(1)}`)
    await settled(page)
    await expect(page.locator('[data-early]')).toContainText(midnight)
    await expect(page.getByRole('button', { name: publish, exact: true })).toHaveCount(0)
  })
}
