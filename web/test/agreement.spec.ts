import { be, expect, settled, test } from './office'

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
    reckoning: 'يُعدّ ٢ أسابيع من التوقيع',
    state: 'أعلن موقفاً',
    position: 'الموقف',
    reserves: 'يتحفظ',
    on: 'في أي يوم',
    reason: 'السبب',
    sign: 'وقّع وأرسل',
  },
} as const

for (const [language, w] of Object.entries(words)) {
  test(`one group is due on two days, by two versions, ${language}`, async ({ open, page, office }) => {
    await open('/register', language)
    await be(page, 'liaison-ru')
    await page.goto(office.address + '/agreement?tab=deadlines&at=2017-05-19T00:00:00Z')
    await settled(page)
    const articles = page.locator('article')
    const dueOn = (day: string) => articles.filter({ has: page.locator('.day').getByText(day, { exact: true }) })
    await expect(dueOn(w.draft)).toHaveCount(1)
    await expect(dueOn(w.signed)).toContainText(w.reckoning)
    const told = await dueOn(w.draft).locator('.tag').textContent()
    await page.goto(office.address + '/agreement?tab=deadlines&at=2017-05-05T00:00:00Z') // nothing was late then
    await expect(dueOn(w.draft).locator('.tag')).not.toHaveText(told ?? '')
  })

  test(`a delegation reads two versions and states its position, ${language}`, async ({ open, page, office }) => {
    await open('/register', language)
    await be(page, 'liaison-ir')
    await page.goto(office.address + '/agreement?a=draft&b=memorandum')
    await settled(page)
    const clause = page.locator('#point_3')
    await expect(clause.locator('del').first()).toBeVisible()
    await expect(clause.locator('ins').first()).toBeVisible()
    await clause.getByRole('button', { name: w.state }).last().click()
    await clause.getByLabel(w.position).selectOption({ label: w.reserves })
    await clause.getByLabel(w.on).fill('2017-05-06')
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

for (const [language, w] of Object.entries({
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
})) {
  test(`a delegation suspends the text on the screen, and everybody is told that it is a claim, ${language}`, async ({
    open,
    page,
    office,
  }) => {
    const day = language === 'en' ? '2017-10-10' : '2017-10-11'
    await open('/register', language)
    await be(page, 'liaison-tr')
    await page.goto(office.address + '/agreement?tab=signatures')
    await settled(page)
    const text = page.locator('article').first()
    await text.getByRole('button', { name: w.suspend }).click()
    await text.getByLabel(w.from).fill(day)
    await text.getByLabel(w.on).fill('2017-10-01')
    await text.getByLabel(w.reason, { exact: true }).fill('EXERCISE. The posts are not safe.')
    await text.getByRole('button', { name: w.sign }).click()
    const told = text.locator('li').filter({ hasText: day })
    await expect(told).toContainText(w.suspension)
    await expect(told).toContainText(w.says)
    await be(page, 'liaison-ir') // nothing is hidden from the others
    await expect(told).toContainText(w.says)
  })
}
