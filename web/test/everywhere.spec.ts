import AxeBuilder from '@axe-core/playwright'
import { be, expect, speak, test, walk, withoutPassphrase } from './office'
import { languages } from '../build/words'
import type { Scenario } from './facts'

/**
 * What holds for every screen. Who adds a screen adds its address to facts.ts. Each is loaded once, and then shown in one
 * language and theme after another, as whoever reads it changes them. That no screen asks another host, and none does what its
 * policy forbids, is held by every test (office.ts).
 */
const halves = [0, 1]
const half = (addresses: string[], which: number) => addresses.filter((_, n) => n % halves.length === which)

/** The widths are those of the words: in the second ceasefire, of those that its people speak. */
const spoken: Record<Scenario, string[]> = { 'syria-2017': languages, 'albarena-2025': ['es'] }
const read: Record<Scenario, [string[], ('light' | 'dark')[]]> = {
  'syria-2017': [
    ['en', 'ar'],
    ['light', 'dark'],
  ],
  'albarena-2025': [['es'], ['light']],
}

for (const which of halves) {
  test(`axe finds nothing serious on any screen, half ${which + 1}`, async ({ open, page, scenario, facts }) => {
    test.slow() // a dozen screens, each as often as there are languages and themes
    const [tongues, themes] = read[scenario]
    await open('/register', tongues[0])
    await be(page, 'administrator')
    for (const address of half(facts.addresses, which)) {
      await walk(page, address)
      for (const language of tongues) {
        await speak(page, language)
        for (const colorScheme of themes) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' }) // no colour on its way to another
          await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
          // No screen holds a frame: what other modes do for those, and telling what passed, took as long as the rest.
          const { violations } = await new AxeBuilder({ page })
            .options({ resultTypes: ['violations'] })
            .setLegacyMode()
            .analyze()
          const serious = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')
          expect(
            serious.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`),
            `${address} ${language} ${colorScheme}`,
          ).toEqual([])
        }
      }
    }
  })

  test(`every screen fits a phone of 360 pixels in every language, half ${which + 1}`, async ({
    open,
    page,
    scenario,
    facts,
  }) => {
    test.slow() // a dozen screens in every language
    await page.setViewportSize({ width: 360, height: 740 })
    await open('/register', spoken[scenario][0])
    await be(page, 'administrator')
    for (const address of half(facts.addresses, which)) {
      await walk(page, address)
      for (const language of spoken[scenario]) {
        await speak(page, language)
        const beyond = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect(beyond, `${address} ${language}`).toBeLessThanOrEqual(0)
      }
    }
  })
}

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
