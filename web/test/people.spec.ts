import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from '@playwright/test'
import { be, expect, settled, test } from './office'
import { spoken } from './facts'

/** A device of its own: another browser profile. */
async function device(browser: Browser, language: string, without?: 'Ed25519'): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await page.addInitScript((l) => localStorage.setItem('language', l), language)
  if (without) {
    await page.addInitScript((name) => {
      const make = crypto.subtle.generateKey.bind(crypto.subtle) as (...a: unknown[]) => Promise<unknown>
      crypto.subtle.generateKey = ((a: { name: string }, ...rest: unknown[]) =>
        a.name === name ? Promise.reject(new DOMException('no', 'NotSupportedError')) : make(a, ...rest)) as never
    }, without)
  }
  return page
}

test('an administrator adds a monitor and enrols a device by a one-time link, which works once @syria-2017', async ({
  open,
  page,
  browser,
}) => {
  await open('/people')
  await be(page, 'administrator')
  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Monitor Seven')
  await page.getByLabel('Short name in the record').fill('monitor-7')
  await page.getByLabel('Employer').selectOption({ value: 'organisation/mission' })
  await page.getByLabel('Role', { exact: true }).selectOption({ value: 'monitor' })
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: /monitor-7/ })
  await expect(dialog.getByRole('img', { name: 'The link as a QR code' })).toBeVisible()
  const link = (await dialog.locator('code').first().textContent()) as string

  const phone = await device(browser, 'en')
  await phone.goto(link)
  await expect(phone).not.toHaveURL(/#/)
  await phone.getByLabel('What to call this device').fill('laptop of post 3')
  await phone.getByLabel('Without a passphrase').check()
  await phone.getByRole('button', { name: 'Make the key' }).click()
  await expect(dialog.getByText('“laptop of post 3” has made its key')).toBeVisible()
  await dialog.getByRole('button', { name: 'Enrol this key' }).click()
  await expect(phone.getByText('This device now speaks for monitor-7.')).toBeVisible()

  const thief = await device(browser, 'en')
  await thief.goto(link)
  await thief.getByLabel('Without a passphrase').check()
  await thief.getByRole('button', { name: 'Make the key' }).click()
  await expect(thief.getByText('was used already')).toBeVisible()

  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  const card = page.getByRole('article').filter({ hasText: 'monitor-7' })
  await card.getByRole('button', { name: 'Revoke', exact: true }).click()
  await page.getByLabel('Why, for everybody to read').fill('lost')
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(card.getByText('Revoked')).toBeVisible()
  await phone.goto(new URL('/people', link).href)
  await expect(phone.getByRole('alert')).toContainText('withdrawn')
  await phone.context().close()
  await thief.context().close()
})

test('an old phone without Ed25519 is enrolled with P-256, in Arabic, and may be checked by all @syria-2017', async ({
  open,
  page,
  browser,
  office,
}) => {
  await open('/people', 'ar')
  await be(page, 'administrator')
  await page.getByRole('article').filter({ hasText: 'monitor-2' }).getByRole('button', { name: 'سجّل جهازاً' }).click()
  const dialog = page.getByRole('dialog', { name: /monitor-2/ })
  const link = (await dialog.locator('code').first().textContent()) as string
  const phone = await device(browser, 'ar', 'Ed25519')
  await phone.goto(link)
  await phone.getByLabel('اسم هذا الجهاز').fill('هاتف')
  await phone.getByLabel('من دون عبارة مرور').check()
  await phone.getByRole('button', { name: 'اصنع المفتاح' }).click()
  await dialog.getByRole('button', { name: 'سجّل هذا المفتاح' }).click()
  await expect(phone.getByText(/يتكلّم هذا الجهاز الآن باسم/)).toBeVisible()
  await phone.context().close()
  expect(await office.run('check', office.address, '--key', office.key('liaison-tr'))).toMatch(/good/i)
})

test('a role is granted and withdrawn; who may not is told so by the office @syria-2017', async ({ open, page }) => {
  await open('/people')
  await be(page, 'administrator')
  const card = page.getByRole('article').filter({ hasText: 'auditor-1' })
  await card.getByRole('button', { name: 'Grant a role' }).click()
  await card.getByRole('combobox').selectOption({ value: 'secretariat' })
  await expect(card.getByText('Secretariat')).toBeVisible()
  await card.getByRole('button', { name: 'Withdraw the role Secretariat' }).click()
  await expect(card.getByText('Secretariat')).toHaveCount(0)
  await be(page, 'monitor-1')
  await expect(page.getByRole('button', { name: 'Add a person' })).toHaveCount(0)
})

for (const [language, w, where] of spoken({
  en: {
    title: 'Who read restricted data',
    show: 'Show who read this',
    place: 'Exact place',
    by: 'By',
    party: 'Russia',
  },
  ar: {
    title: 'من قرأ البيانات المقيّدة',
    show: 'أظهر من قرأ هذا',
    place: 'المكان الدقيق',
    by: 'من قِبل',
    party: 'روسيا',
  },
  es: {
    title: 'Quién leyó datos restringidos',
    show: 'Mostrar quién leyó esto',
    place: 'Lugar exacto',
    by: 'Por',
    party: 'Liga de los Archipiélagos',
  },
})) {
  test(`who read a report is told to its author without names, and to who keeps watch with them, ${language} ${where}`, async ({
    open,
    page,
    office,
    facts,
  }) => {
    const report = `${office.address}/reports/${facts.read}`
    await open('/register', language)
    await be(page, facts.third)
    await page.goto(report)
    await settled(page)
    await expect(page.getByRole('heading', { name: w.title })).toHaveCount(0) // it is not his
    await be(page, 'monitor-1')
    const card = page.locator('section').filter({ has: page.getByRole('heading', { name: w.title }) })
    await expect(async () => {
      // the office writes down within a second
      await page.goto(report)
      await card.getByRole('button', { name: w.show }).click({ timeout: 5000 })
      await expect(card.getByRole('row').filter({ hasText: w.party }).filter({ hasText: w.place }).first()).toBeVisible(
        { timeout: 1500 },
      )
    }).toPass()
    await expect(card).not.toContainText(facts.third)

    await be(page, 'auditor-1')
    await page.goto(office.address + '/people')
    await card.getByRole('button', { name: w.show }).click()
    await card.getByLabel(w.by).selectOption('person/' + facts.third)
    await expect(card.getByRole('row').filter({ hasText: 'monitor-1' })).toHaveCount(0) // once the list is the chosen one
    await expect(card.getByRole('row').filter({ hasText: facts.read }).filter({ hasText: w.place })).toContainText(
      facts.third,
    )
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')).toEqual([])
  })
}
