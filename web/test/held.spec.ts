import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { acceptCustodians, be, expect, settled, test, type Office } from './office'

const forms = ['json', 'age', 'work'] as const

/** Where an office keeps one form of a file. */
const kept = (office: Office, sha256: string, form: (typeof forms)[number]) =>
  join(office.folder, 'demo/office/evidence/blobs', sha256.slice(0, 2), sha256.slice(2, 4), `${sha256}.${form}`)

test('a file that the office lost before its deposit came is sent again by itself, and one lost later is told', async ({
  browser,
  facts,
  office,
}) => {
  const context = await browser.newContext({ serviceWorkers: 'block' }) // requests past a worker cannot be held up here
  try {
    const page = await context.newPage()
    await page.goto(office.address + '/report?form=alert')
    await be(page, 'monitor-2')
    await acceptCustodians(page)
    // It is lost once before its sender is told of it, and once after, before the act that deposits it.
    let described = 0
    let hash = ''
    const lose = () => forms.forEach((form) => rmSync(kept(office, hash, form), { force: true }))
    await page.route(/\/api\/evidence\/uploads\/.+/, async (r) => {
      if (r.request().method() !== 'GET') return r.continue()
      let answer = await r.fetch()
      hash = ((await answer.json()) as { evidence: { id: string } }).evidence.id
      described++
      if (described <= 2) lose()
      if (described === 1) answer = await r.fetch()
      await r.fulfill({ response: answer })
    })
    await page.getByLabel('What', { exact: true }).selectOption({ value: facts.observed.event })
    await page.getByLabel('Name of the place').fill('EXERCISE')
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from(`EXERCISE ${Math.random()}`) })
    await page.getByRole('button', { name: 'Sign and send' }).click()
    await expect(page.getByText('1 of 1 files sent')).toBeVisible({ timeout: 90_000 })
    expect(described).toBeGreaterThan(2)
    expect(existsSync(kept(office, hash, 'age'))).toBe(true)
    await expect(page.getByText('Refused', { exact: true })).toHaveCount(0)

    const piece = (await office.run('list', 'evidence', '--json', '--limit', '500', '--key', office.key('verifier-1')))
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as { subject: string; state: { sealed: string } })
      .find((i) => i.state.sealed === hash)!.subject
    await page.goto(`${office.address}/records/${piece}`)
    await expect(page.getByRole('heading', { name: 'What is said of it' })).toBeVisible()
    await settled(page)
    await expect(page.locator('[data-not-held]')).toHaveCount(0)
    rmSync(kept(office, hash, 'age'))
    await page.reload()
    await expect(page.locator('[data-not-held]')).toHaveText('file not held here')
  } finally {
    await context.close()
  }
})
