import { be, expect, settled, test, type Office } from './office'
import type { Browser, Page } from '@playwright/test'

const words = {
  en: {
    assess: 'Assess',
    step: 'Where it now stands',
    under: 'Under verification',
    reason: 'Reason',
    sign: 'Sign and send',
    all: 'Check all here',
    checked: /checked, all good/,
    position: 'State the position',
    says: 'What your party says',
    denies: 'Denies',
    inWords: 'In words',
  },
  ar: {
    assess: 'قيّم',
    step: 'إلى أين وصل التحقق',
    under: 'قيد التحقق',
    reason: 'السبب',
    sign: 'وقّع وأرسل',
    all: 'تحقق من الكل هنا',
    checked: /كلها سليمة/,
    position: 'أعلن الموقف',
    says: 'ما يقوله طرفكم',
    denies: 'ينفي',
    inWords: 'بالكلمات',
  },
} as const

for (const [language, w] of Object.entries(words)) {
  test(`a verifier assesses an incident and checks its acts, ${language}`, async ({ open, page, office }) => {
    await open('/register', language)
    await be(page, 'verifier-1')
    await page.goto(office.address + '/incidents/2017-08-11-homs-drone')
    await settled(page)
    await expect(page.locator('#observation').locator('..').locator('article')).not.toHaveCount(0)
    const steps = page.locator('#verification').locator('..').locator('ol > li')
    const before = await steps.count()
    await page.getByRole('button', { name: w.assess, exact: true }).click()
    await page.getByLabel(w.step).selectOption({ label: w.under })
    const why = `EXERCISE. Looked at, ${language}.`
    await page.getByLabel(w.reason, { exact: true }).fill(why)
    await page.getByRole('button', { name: w.sign }).click()
    await expect(steps).toHaveCount(before + 1)
    await expect(steps.last()).toContainText(why)
    await page.getByRole('button', { name: w.all }).click()
    await expect(page.getByRole('status').filter({ hasText: w.checked })).toBeVisible()
    await expect(page.locator('.conflicts')).toHaveCount(0)
  })

  test(`a delegation states its position, ${language}`, async ({ open, page, office }) => {
    await open('/register', language)
    await be(page, 'liaison-tr')
    await page.goto(office.address + '/incidents/2017-08-17-homs-border')
    await settled(page)
    await expect(page.getByRole('button', { name: w.assess, exact: true })).toHaveCount(0)
    await page.getByRole('button', { name: w.position }).click()
    await page.getByLabel(w.says).selectOption({ label: w.denies })
    await page.getByLabel(w.inWords).fill(`EXERCISE. Not ours, ${language}.`)
    await page.reload() // nothing typed is lost
    await page.getByRole('button', { name: w.position }).click()
    await expect(page.getByLabel(w.inWords)).toHaveValue(`EXERCISE. Not ours, ${language}.`)
    await page.getByRole('button', { name: w.sign }).click()
    await expect(page.locator('.sides')).toContainText(`EXERCISE. Not ours, ${language}.`)
  })
}

test('what is typed is not lost with the page when the database takes nothing', async ({ open, page, office }) => {
  await open('/register')
  await be(page, 'liaison-ru')
  await page.addInitScript(() => {
    const put = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function (value: { key?: string }, ...more) {
      if (value.key?.startsWith('form ')) throw new DOMException('full', 'QuotaExceededError')
      return put.call(this, value, ...more)
    }
  })
  await page.goto(office.address + '/incidents/2017-08-17-homs-border')
  await page.getByRole('button', { name: words.en.position }).click()
  for (const text of ['EXERCISE. Half a', 'EXERCISE. Half a sentence']) {
    await page.getByLabel(words.en.inWords).fill(text)
    await page.reload()
    await page.getByRole('button', { name: words.en.position }).click()
    await expect(page.getByLabel(words.en.inWords)).toHaveValue(text)
  }
})

test('posts that looked in two directions have a place in common', async ({ open, page, office }) => {
  await open('/register')
  await be(page, 'verifier-1')
  await page.goto(office.address + '/incidents/2017-07-23-south')
  await settled(page)
  await expect(page.getByText(/2 observations agree on the marked area of [\d.]+ km²/)).toBeVisible()
  await page.getByRole('link', { name: '2017-07-23-south-1' }).click()
  await expect(page.getByText('100° ± 5°, 3,000 to 5,000 m')).toBeVisible()
})

test('a reporter who tries to verify is told why not', async ({ open, page, office }) => {
  await open('/register')
  await be(page, 'monitor-1')
  await page.goto(office.address + '/incidents/2017-07-23-south')
  await settled(page)
  await expect(page.getByRole('button', { name: 'Assess', exact: true })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Record harm' })).toBeVisible()
})

/** Somebody at another device, in a browser of his or her own. */
async function another(browser: Browser, office: Office, person: string, at: string): Promise<Page> {
  const page = await (await browser.newContext({ serviceWorkers: 'block' })).newPage() // requests past a worker cannot be held up here
  await page.goto(office.address + '/register')
  await be(page, person)
  await page.goto(office.address + at)
  await settled(page)
  return page
}

async function assess(page: Page, status: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: 'Assess', exact: true }).click()
  await page.getByLabel('Where it now stands').selectOption({ label: status })
  await page.getByLabel('Reason', { exact: true }).fill(reason)
  await page.getByRole('button', { name: 'Sign and send' }).click()
  await expect(page.getByText('In the register: Incident assessed')).toBeVisible()
}

test('two people decide at the same time: both are kept, both see it, one settles it', async ({ browser, office }) => {
  const at = '/incidents/2017-08-19-homs-shells'
  // Both know what it is now, and neither what the other finds.
  const first = await another(browser, office, 'verifier-1', at)
  const second = await another(browser, office, 'verifier-2', at)
  try {
    await second.route(/\/history$/, (r) => r.abort()) // the second does not see what the first writes
    await assess(first, 'Probable', 'EXERCISE. The first.')
    await assess(second, 'Not established', 'EXERCISE. The second.')
    await second.unroute(/\/history$/)
    await second.reload()
    for (const page of [first, second]) {
      const conflict = page.locator('.conflicts')
      await expect(conflict).toContainText('EXERCISE. The first.')
      await expect(conflict).toContainText('EXERCISE. The second.')
    }
    await second.getByRole('button', { name: 'Decide anew' }).click()
    await second.getByLabel('Where it now stands').selectOption({ label: 'Possible' })
    await second.getByLabel('Reason', { exact: true }).fill('EXERCISE. Having seen both.')
    await second.getByRole('button', { name: 'Sign and send' }).click()
    for (const page of [first, second]) await expect(page.locator('.conflicts')).toHaveCount(0)
    await expect(first.locator('#verification').locator('..')).toContainText('EXERCISE. Having seen both.')
  } finally {
    await first.context().close()
    await second.context().close()
  }
})

test('strangers see the public edition of an incident', async ({ open, page }) => {
  await open('/incidents/2017-05-07-zellaqiyat')
  await settled(page)
  await expect(page.getByText('This is the public edition.')).toBeVisible()
  for (const inside of ['EXERCISE:', 'verifier-1', 'liaison-tr', 'A resident and the craters'])
    await expect(page.locator('main')).not.toContainText(inside)
})
