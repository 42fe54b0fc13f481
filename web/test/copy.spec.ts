import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, program, test as base } from './office'

/** A liaison's own copy, in the desk, on her machine: the address that `truce serve --copy` prints. */
const test = base.extend<{ copied: string }>({
  copied: async ({ office, facts }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'truce-copy-'))
    const copy = join(folder, 'copy')
    await office.run('export', copy, '--key', office.key(facts.liaison))
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
  await expect(page.getByRole('heading', { level: 1 })).toContainText(facts.incident.title)
  await page.goto(root + '/report')
  await expect(page.getByText('You read a copy: nothing can be reported into it.')).toBeVisible()
})

test('nobody else on the machine is shown a copy', async ({ page, copied, browser }) => {
  await page.goto(copied)
  const other = await (await browser.newContext()).newPage()
  const answer = await other.goto(new URL(copied).origin + '/api/incidents')
  expect(answer?.status()).toBe(401)
})
