import AxeBuilder from '@axe-core/playwright'
import { be, expect, settled, test, withoutPassphrase } from './office'
import { languages } from '../build/words'

/** What holds for every screen. Who adds a screen adds its address to facts.ts. */
for (const [language, theme, where] of [
  ['en', 'light', '@syria-2017'],
  ['ar', 'dark', '@syria-2017'],
  ['en', 'dark', '@syria-2017'],
  ['ar', 'light', '@syria-2017'],
  ['es', 'light', '@albarena-2025'],
] as const) {
  test(`axe finds nothing serious on any screen, ${language}, ${theme} ${where}`, async ({
    open,
    page,
    office,
    facts,
  }) => {
    test.slow() // all screens, one after another: on a busy machine two minutes were too few
    await page.emulateMedia({ colorScheme: theme })
    await open('/register', language)
    await be(page, 'administrator')
    for (const address of facts.addresses) {
      await page.goto(office.address + address)
      await settled(page)
      // No screen holds a frame: what other modes do for those, and telling what passed, took as long as the rest.
      const { violations } = await new AxeBuilder({ page })
        .options({ resultTypes: ['violations'] })
        .setLegacyMode()
        .analyze()
      const serious = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')
      expect(
        serious.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`),
        address,
      ).toEqual([])
    }
  })
}

test('every screen fits a phone of 360 pixels in every language', async ({ open, page, office, scenario, facts }) => {
  test.slow() // a hundred pages
  await page.setViewportSize({ width: 360, height: 740 })
  await open('/register')
  await be(page, 'administrator')
  // The widths are those of the words: in the second ceasefire, of those that its people speak.
  for (const language of scenario === 'albarena-2025' ? ['es'] : languages) {
    await page.evaluate((l) => localStorage.setItem('language', l), language)
    for (const address of facts.addresses) {
      await page.goto(office.address + address)
      await settled(page)
      const beyond = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(beyond, `${address} ${language}`).toBeLessThanOrEqual(0)
    }
  }
})

test('no other host is asked, and the policy of the page holds @syria-2017', async ({ open, page, office, facts }) => {
  const others: string[] = []
  const refused: string[] = []
  page.on(
    'request',
    (r) => !r.url().startsWith(office.address) && !/^(data|blob):/.test(r.url()) && others.push(r.url()),
  )
  page.on('console', (m) => /Content Security Policy/.test(m.text()) && refused.push(m.text()))
  await open('/report')
  await be(page, 'monitor-1')
  await page.goto(office.address + '/report')
  await expect(page.locator('[data-ready]')).toBeVisible() // the map, its worker and its land
  for (const address of facts.addresses) {
    await open(address)
    await settled(page)
  }
  expect(others).toEqual([])
  expect(refused).toEqual([])
})

test('the language changes without loading the page, and stays @syria-2017', async ({ open, page }) => {
  await open('/register')
  await page.evaluate(() => ((window as unknown as { same: boolean }).same = true))
  await page.getByRole('button', { name: /Language/ }).click()
  await page.getByRole('menuitem', { name: 'فارسی' }).click()
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('دفتر ثبت')
  expect(await page.evaluate(() => (window as unknown as { same: boolean }).same)).toBe(true)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('دفتر ثبت')
})

test('a key file signs in, and the key cannot be taken out of the browser again @syria-2017', async ({
  open,
  page,
  office,
}) => {
  await open('/register')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('input[type=file]').setInputFiles(office.key('verifier-1'))
  await withoutPassphrase(page)
  await expect(page.locator('.who')).toContainText('verifier-1')
  const taken = await page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('truce')
      opening.onsuccess = () => resolve(opening.result)
    })
    const all = await new Promise<{ signer: CryptoKey }[]>((resolve) => {
      const asking = db.transaction('identities').objectStore('identities').getAll()
      asking.onsuccess = () => resolve(asking.result)
    })
    const signer = (all[0] as { signer: CryptoKey }).signer
    return crypto.subtle.exportKey('jwk', signer).then(
      () => 'taken',
      () => (signer.extractable ? 'extractable' : 'kept'),
    )
  })
  expect(taken).toBe('kept')
})

test('the desk opens without an office, once it was there @syria-2017', async ({ open, page, office }) => {
  await open('/register')
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await office.stop()
  try {
    await page.goto(office.address + '/register')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Register')
    await expect(page.getByText('No office answers.')).toBeVisible()
  } finally {
    await office.start()
  }
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('button', { name: 'Check now' })).toBeVisible()
})
