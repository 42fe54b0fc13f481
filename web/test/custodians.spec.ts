import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { acceptCustodians, be, expect, test } from './office'

/** To whom sources are sealed: two sides change the custodians, and a device that knew others stops until its owner accepts them. */

test('a device stops on custodians of which it was not told @albarena-2025', async ({ open, page, office }) => {
  test.slow()
  await open('/report')
  await be(page, 'monitor-1')
  const card = page.getByRole('region', { name: 'To whom sources are sealed' })
  await expect(card.getByText('custodian-1 (the mission)').first()).toBeVisible()
  await expect(card.getByText('Signed by: the mission, NORTE, SUR, LIGA.')).toBeVisible()
  await expect(card.getByRole('alert')).toContainText('Nothing is sealed until you accept them.')
  await expect(card.getByText(/age1/).first()).toBeVisible()
  await expect(card.getByText(/^NORTE [\w-]{43}$|\(NORTE\) [\w-]{43}$/)).toBeVisible()
  await page.screenshot({ path: 'test-results/custodians-first.png', fullPage: true })
  await page.getByLabel('Who told you').fill('EXERCISE. A shepherd.')
  await page.getByLabel('How the source knows').selectOption('yes')
  await page.getByRole('button', { name: 'Send as a draft' }).click()
  await expect(page.getByText('The source was not sealed, and nothing was sent.')).toBeVisible()
  await page.reload()
  await expect(card.getByText('This device sees them for the first time.')).toBeVisible() // to look is not to accept
  await acceptCustodians(page)
  await expect(card.getByText('This device knows them.')).toBeVisible()

  const folder = mkdtempSync(join(tmpdir(), 'truce-custodian-'))
  const file = join(folder, 'new.key')
  await office.run('keys', 'new', file, '--sealing', '--person', 'person/custodian-1', '--no-passphrase')
  await office.run('keys', 'enrol', file, '--key', office.key('administrator'))
  const propose = async (key: string): Promise<string> => {
    const shown = join(folder, 'custodian.json')
    writeFileSync(shown, await office.run('keys', 'show', key))
    return (await office.run('custodians', 'set', shown, '--key', office.key('administrator'))).trim()
  }
  const endorse = (act: string) => office.run('endorse', act, 'yes', '--yes', '--key', office.key('root-north'))
  const act = await propose(file)
  await page.reload()
  await expect(card.getByText('This device knows them.')).toBeVisible() // one side alone changes nothing
  await open('/endorse')
  const asked = page.getByRole('article', { name: /sealed to these, and to nobody else/ })
  await expect(asked.getByText('new', { exact: true })).toBeVisible() // who is asked reads what is asked, and who is dropped
  await expect(asked.getByText('These would no longer keep sources:')).toBeVisible()
  await page.screenshot({ path: 'test-results/custodians-asked.png', fullPage: true })
  await open('/report')
  await endorse(act)

  await page.reload()
  await expect(card.getByRole('alert')).toContainText('not the custodians whom this device knows')
  await expect(card.getByText(/^New: custodian-1 \(the mission, …\w{8}\)$/)).toBeVisible()
  await expect(card.getByText(/^No longer: custodian-1 \(the mission, …\w{8}\)$/)).toBeVisible()
  await page.getByLabel('Who told you').fill('EXERCISE. A shepherd.')
  await page.getByLabel('How the source knows').selectOption('yes')
  await page.getByRole('button', { name: 'Send as a draft' }).click()
  await expect(page.getByText('The source was not sealed, and nothing was sent.')).toBeVisible()
  await page.screenshot({ path: 'test-results/custodians-changed.png', fullPage: true })

  await card.getByRole('button', { name: 'Accept these custodians' }).click()
  await expect(card.getByText('This device knows them.')).toBeVisible()
  await page.getByRole('button', { name: 'Send as a draft' }).click()
  const told = (await page.getByText(/is in the register\./).textContent()) as string
  const report = `report/${/^(\S+) is in/.exec(told)?.[1]}`
  await expect(office.run('unseal', report, '--key', office.key('custodian-1'))).rejects.toThrow() // whose old key is of no use any more
  await endorse(await propose(office.key('custodian-1'))) // the office is others' as well
})
