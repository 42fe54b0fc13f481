import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { expect, settled, test, withoutPassphrase, type Office } from './office'

/** A browser's profile: what whoever opens the browser, and whoever copies its files, can do with the key in it. */

const phrase = 'five words nobody would guess'

/** Chooses a key file and says under which passphrase it is to lie. */
async function takeUnder(page: Page, file: string, passphrase: string): Promise<void> {
  await page.locator('header .button.main').click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('input[type=file]').setInputFiles(file)
  if (!passphrase) return withoutPassphrase(page)
  const keep = dialog.getByRole('button', { name: 'Keep the key' })
  await dialog.getByLabel('Passphrase', { exact: true }).fill('short')
  await expect(dialog.getByText('It has 12 letters or more.')).toBeVisible()
  await expect(keep).toBeDisabled()
  await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await dialog.getByLabel('The same once more').fill(passphrase)
  await keep.click()
}

async function unlock(page: Page, passphrase: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Locked: monitor-1' })
  await dialog.getByLabel('Passphrase').fill(passphrase)
  await dialog.getByRole('button', { name: 'Unlock' }).click()
}

test('a key under a passphrase is asked for once, in all tabs, and again after nobody touched the desk @syria-2017', async ({
  open,
  page,
  office,
}) => {
  test.slow()
  await page.clock.install()
  await open('/situation')
  await settled(page)
  await takeUnder(page, office.key('monitor-1'), phrase)
  const who = page.locator('.who')
  await expect(who).toContainText('monitor-1')

  const other = await page.context().newPage() // another tab has what this one unlocked
  await other.goto(office.address + '/report')
  await expect(other.locator('.who')).toContainText('monitor-1')
  await other.close()

  await page.clock.fastForward('16:00')
  await expect(who).toHaveCount(0)
  await expect(page.getByRole('dialog', { name: 'Locked: monitor-1' })).toBeVisible()
  expect(await (await page.request.get(office.address + '/api/me')).status()).toBe(401)
  await unlock(page, 'not the one that it was')
  await expect(page.getByRole('alert')).toHaveText('That is not the passphrase.')
  await unlock(page, phrase)
  await expect(who).toContainText('monitor-1')

  await who.click()
  await page.getByRole('menuitem', { name: 'Change the passphrase' }).click()
  const change = page.getByRole('dialog', { name: 'Change the passphrase' })
  const next = 'another five words to remember'
  await change.getByLabel('The passphrase until now').fill(phrase)
  await change.getByLabel('Passphrase', { exact: true }).fill(next)
  await change.getByLabel('The same once more').fill(next)
  await change.getByRole('button', { name: 'Change the passphrase' }).click()
  await expect(change.getByRole('status')).toHaveText('The passphrase is changed.')
  await change.getByRole('button', { name: 'Close' }).click()

  await page.reload() // closed and opened again: nothing but the passphrase opens it
  await unlock(page, phrase)
  await expect(page.getByRole('alert')).toHaveText('That is not the passphrase.')
  await unlock(page, next)
  await expect(who).toContainText('monitor-1')
  await who.click()
  await page.getByRole('menuitem', { name: 'Lock now' }).click()
  const dialog = page.getByRole('dialog', { name: 'Locked: monitor-1' })
  await dialog.getByText('I have forgotten it').click()
  await expect(dialog).toContainText('Ask your administrator to revoke this key')
  await dialog.getByRole('button', { name: 'Forget this key here' }).click()
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
})

/** Opens the desk in the browser whose files lie in a folder. */
async function inProfile(folder: string, office: Office, run: (page: Page) => Promise<void>): Promise<void> {
  const { launchOptions } = test.info().project.use
  const context = await chromium.launchPersistentContext(folder, { ...launchOptions, locale: 'en' })
  try {
    const page = context.pages()[0] ?? (await context.newPage())
    await page.goto(office.address + '/situation')
    await run(page)
  } finally {
    await context.close()
  }
}

/** Whether any file below a folder has these bytes in it. */
const holds = (folder: string, bytes: Buffer): boolean =>
  (readdirSync(folder, { recursive: true }) as string[])
    .map((name) => join(folder, name))
    .some((file) => statSync(file).isFile() && readFileSync(file).includes(bytes))

for (const [about, passphrase] of [
  ['whoever copies a profile cannot sign with a key that lies in it under a passphrase', phrase],
  ['whoever copies a profile takes along a key that lies in it without one, as was told', ''],
] as const)
  test(`${about} @albarena-2025`, async ({ office }) => {
    test.slow()
    const folder = mkdtempSync(join(tmpdir(), 'truce-profile-'))
    const file = join(folder, 'monitor-1.key') // not one that the exercise offers to everybody
    const origin = 'sede.albarena.truce'
    await office.run('keys', 'new', file, '--person', 'person/monitor-1', '--office', origin, '--no-passphrase')
    const [profile, copied] = [join(folder, 'profile'), join(folder, 'copied')]
    try {
      await inProfile(profile, office, async (page) => {
        await settled(page)
        await takeUnder(page, file, passphrase)
        await expect(page.locator('.who')).toContainText('monitor-1')
      })
      cpSync(profile, copied, { recursive: true, filter: (name) => !/Singleton/.test(name) })
      const { d } = (JSON.parse(readFileSync(file, 'utf8')) as { key: { d: string } }).key
      if (passphrase)
        for (const secret of [Buffer.from(d, 'base64url'), Buffer.from(d), Buffer.from(passphrase)])
          expect(holds(copied, secret)).toBe(false)
      await inProfile(copied, office, async (page) => {
        if (!passphrase) return expect(page.locator('.who')).toContainText('monitor-1')
        await expect(page.getByRole('dialog', { name: 'Locked: monitor-1' })).toBeVisible()
        await unlock(page, 'a guess of whoever copied it')
        await expect(page.getByRole('alert')).toHaveText('That is not the passphrase.')
        await expect(page.locator('.who')).toHaveCount(0)
        const kinds = await page.evaluate(async () => {
          const db = await new Promise<IDBDatabase>((done) => {
            const asked = indexedDB.open('truce')
            asked.onsuccess = () => done(asked.result)
          })
          const found = await new Promise<object[]>((done) => {
            const asked = db.transaction('identities').objectStore('identities').getAll()
            asked.onsuccess = () => done(asked.result as object[])
          })
          return found.flatMap((i) => Object.values(i).map((v) => Object.prototype.toString.call(v)))
        })
        expect(kinds).not.toContain('[object CryptoKey]')
        expect(kinds.length).toBeGreaterThan(3)
      })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
