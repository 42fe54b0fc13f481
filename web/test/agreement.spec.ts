import { be, expect, settled, test } from './office'
import { spoken } from './facts'

const words = {
  en: {
    draft: '9 May 2017',
    signed: '18 May 2017',
    reckoning: 'count 2 weeks from the signing',
    state: 'State a position',
    position: 'Position',
    reserves: 'reserves its position',
    on: 'On which day',
    reason: 'Reason',
    sign: 'Sign and send',
  },
  ar: {
    draft: '٩ أيار ٢٠١٧',
    signed: '١٨ أيار ٢٠١٧',
    reckoning: 'يُعدّ أسبوعان من التوقيع',
    state: 'أعلن موقفاً',
    position: 'الموقف',
    reserves: 'يتحفظ',
    on: 'في أي يوم',
    reason: 'السبب',
    sign: 'وقّع وأرسل',
  },
  es: {
    draft: '9 abr 2025',
    signed: '10 abr 2025',
    reckoning: 'cuente 48 horas desde La hora de la firma',
    state: 'Declarar una posición',
    position: 'Posición',
    reserves: 'reserva su posición',
    on: 'En qué día',
    reason: 'Razón',
    sign: 'Firmar y enviar',
  },
} as const

for (const [language, w, where] of spoken(words)) {
  test(`one group is due on two days, by two versions, ${language} ${where}`, async ({ open, page, office, facts }) => {
    const { deadlinesAt, beforeAnyWasLate } = facts.agreement
    await open('/register', language)
    await be(page, facts.third)
    await page.goto(`${office.address}/agreement?tab=deadlines&at=${deadlinesAt}`)
    await settled(page)
    const articles = page.locator('article')
    const dueOn = (day: string) => articles.filter({ has: page.locator('.day').getByText(day, { exact: true }) })
    await expect(dueOn(w.draft)).toHaveCount(1)
    await expect(dueOn(w.signed)).toContainText(w.reckoning)
    const told = await dueOn(w.draft).locator('.tag').textContent()
    await page.goto(`${office.address}/agreement?tab=deadlines&at=${beforeAnyWasLate}`) // nothing was late then
    await expect(dueOn(w.draft).locator('.tag')).not.toHaveText(told ?? '')
  })

  test(`a delegation reads two versions and states its position, ${language} ${where}`, async ({
    open,
    page,
    office,
    facts,
  }) => {
    const { draft, text, positionDay } = facts.agreement
    await open('/register', language)
    await be(page, facts.other)
    await page.goto(`${office.address}/agreement?a=${draft}&b=${text}`)
    await settled(page)
    const clause = page.locator('#' + facts.agreement.clause)
    await expect(clause.locator('del').first()).toBeVisible()
    await expect(clause.locator('ins').first()).toBeVisible()
    await clause.getByRole('button', { name: w.state }).last().click()
    await clause.getByLabel(w.position).selectOption({ label: w.reserves })
    await clause.getByLabel(w.on).fill(positionDay)
    await clause.getByLabel(w.reason, { exact: true }).fill(`EXERCISE. Until the maps are there, ${language}.`)
    await clause.getByRole('button', { name: w.sign }).click()
    await expect(clause.locator('li')).toContainText([`EXERCISE. Until the maps are there, ${language}.`])
  })
}

test('strangers read what is in force, and sign nothing', async ({ open, page }) => {
  await open('/agreement')
  await settled(page)
  await expect(page.getByRole('button', { name: 'State a position' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Signatures and force' }).click()
  await expect(page).toHaveURL(/tab=signatures/)
  await expect(page.getByText('In force').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Record a signature' })).toHaveCount(0)
  await expect(page.locator('main')).not.toContainText('EXERCISE. As long as nobody else')
})

for (const [language, w, where] of spoken({
  en: {
    suspend: 'Declare a suspension',
    from: 'First day without it',
    on: 'On which day',
    reason: 'Reason',
    sign: 'Sign and send',
    says: 'a claim without effect',
    suspension: 'Suspension',
  },
  fa: {
    suspend: 'اعلام تعلیق',
    from: 'نخستین روز بی آن',
    on: 'در چه روزی',
    reason: 'دلیل',
    sign: 'امضا و ارسال',
    says: 'ادعایی بی‌اثر',
    suspension: 'تعلیق',
  },
  es: {
    suspend: 'Declarar una suspensión',
    from: 'Primer día sin él',
    on: 'En qué día',
    reason: 'Razón',
    sign: 'Firmar y enviar',
    says: 'una afirmación sin efecto',
    suspension: 'Suspensión',
  },
})) {
  test(`a delegation suspends the text on the screen, and everybody is told that it is a claim, ${language} ${where}`, async ({
    open,
    page,
    office,
    facts,
  }) => {
    const day = language === 'fa' ? '2017-10-11' : facts.agreement.suspendedFrom // two in one office
    await open('/register', language)
    await be(page, facts.liaison)
    await page.goto(office.address + '/agreement?tab=signatures')
    await settled(page)
    const text = page.locator('article').first()
    await text.getByRole('button', { name: w.suspend }).click()
    await text.getByLabel(w.from).fill(day)
    await text.getByLabel(w.on).fill(facts.agreement.suspendedOn)
    await text.getByLabel(w.reason, { exact: true }).fill('EXERCISE. The posts are not safe.')
    await text.getByRole('button', { name: w.sign }).click()
    const written = await page.evaluate(
      ([locale, at]) =>
        new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
          .formatToParts(new Date(at!))
          .find((p) => p.type === 'day')!.value,
      [language === 'fa' ? 'fa-u-ca-gregory' : language, day] as const,
    )
    const told = text
      .locator('li')
      .filter({ hasText: w.suspension })
      .filter({ hasText: new RegExp(`(^|\\D)${written}\\D`, 'u') })
    await expect(told).toContainText(w.says)
    await be(page, facts.other) // nothing is hidden from the others
    await expect(told).toContainText(w.says)
  })
}

test('a suspension whose days had passed when the last word came has no effect, and that is told before and after it is signed @syria-2017', async ({
  open,
  page,
  office,
  facts,
}) => {
  await open('/register')
  const text = page.locator('article').first()
  const told = text.locator('li').filter({ hasText: 'Suspension' }).filter({ hasText: '5 Nov 2017' })
  for (const [n, who] of [facts.liaison, facts.other, facts.third].entries()) {
    await be(page, who)
    await page.goto(office.address + '/agreement?tab=signatures')
    await settled(page)
    await text.getByRole('button', { name: 'Declare a suspension' }).click()
    await text.getByLabel('First day without it').fill('2017-11-01')
    await expect(text.locator('[data-advice]')).toContainText('in force for nobody now')
    await text.getByLabel('Last day without it').fill('2017-11-05')
    await expect(text.locator('[data-advice]')).toContainText('All these days will have passed')
    await text.getByLabel('all', { exact: true }).check()
    await text.getByLabel('On which day').fill('2017-10-30')
    await text.getByLabel('Reason', { exact: true }).fill('EXERCISE. The posts are not safe.')
    await text.getByRole('button', { name: 'Sign and send' }).click()
    await expect(told).toContainText(n < 2 ? 'a claim without effect' : 'its days had passed when it was received')
  }
  await expect(told.locator('[data-why=days-passed]')).toHaveCount(1)

  // who resumes is told that there is nothing to resume: of these parties, at these places
  await text.getByRole('button', { name: 'Declare that it resumes' }).click()
  await expect(text.locator('[data-advice]')).toContainText('No suspension of these parties and places has effect now')
  await text.getByLabel('all', { exact: true }).check()
  await expect(text.locator('[data-advice]')).toContainText('No suspension of these parties and places has effect now')
})

test('a text tells who must consent to zones and lines under it, and by which clause @syria-2017', async ({
  open,
  page,
  office,
  facts,
}) => {
  await open('/register')
  await be(page, facts.liaison)
  await page.goto(office.address + '/agreement?tab=signatures')
  await settled(page)
  const drawers = page.locator('[data-drawers]').first()
  for (const name of ['Iran', 'Russia', 'Türkiye']) await expect(drawers).toContainText(name)
  await expect(drawers).toContainText('A clause says so.')
  await page.goto(office.address + `/agreement?a=${facts.agreement.text}&b=${facts.agreement.text}`)
  await settled(page)
  await expect(page.locator('[data-boundaries]')).toHaveCount(1)
  await expect(page.locator('[data-boundaries]')).toContainText('guarantors')
})
