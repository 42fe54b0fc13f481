import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { facts as all } from './facts'
import { expect, program, settled, test as base, walk } from './office'

/** A liaison's own copy, in the desk, on her machine: the address that `truce serve --copy` prints. The tests only read it. */
const test = base.extend<object, { copied: string }>({
  copied: [
    async ({ office, scenario }, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'truce-copy-'))
      const copy = join(folder, 'copy')
      await office.run('export', copy, '--key', office.key(all[scenario].liaison))
      const serve = spawn(
        program,
        ['serve', '--copy', copy, '--cache', join(folder, 'cache'), '--listen', '127.0.0.1:0'],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      )
      const address = await new Promise<string>((resolve, reject) => {
        let told = ''
        serve.stdout.on('data', (text) => {
          told += text
          const found = /http:\S+/.exec(told)
          if (found) resolve(found[0])
        })
        serve.on('exit', (code) => reject(new Error(`truce serve --copy ended with ${code}`)))
      })
      await use(address)
      serve.removeAllListeners('exit')
      const ended = new Promise((resolve) => serve.once('exit', resolve))
      serve.kill('SIGTERM')
      await ended // it still writes into its cache
      rmSync(folder, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
})

test('the desk opens on a copy, says so, and offers nothing to write', async ({ page, copied, facts }) => {
  await page.goto(copied)
  const note = page.getByRole('note').filter({ hasText: 'your own copy' })
  await expect(note).toContainText(`You read your own copy of the register ${facts.origin}`)
  await expect(note).toContainText('it is not reckoned how they stand')
  await expect(page.locator('header .who')).toHaveText(facts.liaison)
  await expect(page.getByRole('link', { name: 'Report', exact: true })).toHaveCount(0)
  const root = new URL(copied).origin
  await page.goto(root + '/incidents/' + facts.incident.told)
  await expect(page.locator('main')).toContainText(facts.incident.told)
  await page.goto(root + '/report')
  await expect(page.getByText('You read a copy: nothing can be reported into it.')).toBeVisible()
})

test('nobody else on the machine is shown a copy', async ({ page, copied, browser }) => {
  await page.goto(copied)
  const other = await (await browser.newContext()).newPage()
  const answer = await other.goto(new URL(copied).origin + '/api/incidents')
  expect(answer?.status()).toBe(401)
})

/** What could be pressed or filled in to write: forms of acts, and the buttons that open one or send. */
const writing = [
  '.act-form',
  'form button.main',
  'button.danger',
  'button:has(.lucide-pen-line, .lucide-pencil-line, .lucide-qr-code, .lucide-user-plus, .lucide-plus, .lucide-eraser, .lucide-pen-tool)',
].join()

test('nothing that writes is offered on any screen of a copy', async ({ page, copied, facts }) => {
  test.slow()
  await page.goto(copied)
  const addresses = [...facts.addresses, '/enrol', '/records/key', '/records/word', '/records/office', `/zones`]
  for (const address of addresses) {
    await walk(page, address)
    await page.evaluate(() =>
      document.querySelectorAll<HTMLDetailsElement>('main details').forEach((d) => (d.open = true)),
    )
    const offered = page.locator('main').locator(writing).filter({ visible: true })
    expect(await offered.allInnerTexts(), address).toEqual([])
  }
})

test('what a copy does not tell is not reckoned in it, and is marked so', async ({ page, copied, facts }) => {
  await page.goto(copied)
  const root = new URL(copied).origin
  await page.goto(root + '/incidents/' + facts.incident.told)
  await expect(page.locator('p[data-not-reckoned]')).toContainText('turns on what this copy withholds: Exact place')
  const observed = page.locator('section[aria-labelledby=observation]')
  await expect(observed.locator('h2')).toContainText('not reckoned here')
  await expect(observed).not.toContainText('None.')
  await expect(page.getByRole('heading', { name: 'Reports in this file' })).toBeVisible()
  await expect(page.locator('section[aria-labelledby=law]')).toContainText('it is not reckoned here')
  await expect(page.locator('section[aria-labelledby=verification] li').first()).toContainText('withheld from you')
  await page.goto(root + '/records/incident')
  await settled(page)
  const [rows, marks] = [page.locator('main .list li'), page.locator('main .list li [data-not-reckoned]')]
  await expect.poll(() => rows.count()).toBeGreaterThan(1)
  await expect.poll(async () => (await rows.count()) - (await marks.count())).toBe(0)
  await page.goto(`${root}/bulletin?date=${facts.bulletin.day}`)
  await expect(page.getByText('so it cannot be made again here')).toBeVisible()
})

test('the register and the people of a copy are told as a copy tells them', async ({ page, copied, facts }) => {
  await page.goto(copied)
  const root = new URL(copied).origin
  await page.goto(root + '/register')
  await settled(page)
  const main = page.locator('main')
  await expect(main).toContainText('Every act up to the last entry of this copy')
  await expect(main).toContainText('Told by the copy itself')
  await expect(main).not.toContainText('This page itself came from the office')
  await expect(main).not.toContainText('--server')
  await page.getByRole('button', { name: 'Check now' }).click()
  await expect(main.locator('.verdict')).toContainText('Good: everything fits together.')
  await page.goto(root + '/people')
  await settled(page)
  await expect(main.locator('section[aria-labelledby=you] h3')).toContainText(facts.liaison)
  await expect(main).not.toContainText('No device enrolled yet')
})
