import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { be, expect, settled, test, withoutPassphrase } from './office'

/** A party brings its root key: named by its printed fingerprint, signed by two sides, brought by whoever holds it. */

test('a root key is named off paper, endorsed after comparing, brought, and names a registrar @albarena-2025', async ({
  open,
  page,
  office,
}) => {
  test.slow()
  const file = join(mkdtempSync(join(tmpdir(), 'truce-root-')), 'root-bruma.key')
  const fingerprint = (
    await office.run(
      'keys',
      'new',
      file,
      '--person',
      'person/root-bruma',
      '--office',
      'sede.albarena.truce',
      '--no-passphrase',
    )
  ).trim()
  const printed = fingerprint.replace(/.{4}/g, '$& ').trim()

  await open('/people')
  await be(page, 'administrator')
  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Holder (exercise)')
  await page.getByLabel('Short name in the record', { exact: true }).fill('root-bruma')
  await page.getByLabel('Employer', { exact: true }).selectOption({ label: 'Another employer…' })
  await page.getByLabel('Name of the employer').fill('Liaison of the Mist (exercise)')
  await page.getByLabel('Its short name in the record').fill('liaison-mist')
  await expect(page.getByRole('button', { name: 'Add', exact: true })).toBeDisabled() // not the mission's unless somebody says so
  await page.getByLabel('Whose it is').selectOption({ value: 'BRUMA' })
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page
    .getByRole('dialog', { name: /root-bruma/ })
    .getByRole('button', { name: 'Close' })
    .first()
    .click()

  const sides = page.getByRole('region', { name: 'Sides' })
  await sides.getByRole('button', { name: 'Name a root key' }).click()
  const naming = page.getByRole('dialog', { name: 'Name a root key' })
  await naming.getByLabel('Whose root key').selectOption({ value: 'BRUMA' })
  await naming.getByLabel('Who holds it').selectOption({ value: 'person/root-bruma' })
  await naming.getByLabel('The fingerprint on paper').fill(printed)
  await naming.getByLabel('The same once more').fill('wrong')
  await expect(naming.getByText(/It differs at/)).toBeVisible()
  await expect(naming.getByRole('button', { name: 'Sign' })).toBeDisabled()
  await naming.getByLabel('The same once more').fill(printed)
  await naming.getByRole('button', { name: 'Sign' }).click()
  const side = sides.getByRole('listitem').filter({ hasText: 'Those of the Mist' })
  await expect(side).toContainText('does not count yet')
  await expect(side).toContainText('named, waits for signatures')

  await page.goto(office.address + '/endorse')
  await be(page, 'root-north')
  await settled(page)
  const proposal = page.getByRole('article').filter({ hasText: 'Those of the Mist' })
  await expect(proposal).toContainText('would count as a side')
  await proposal.getByRole('button', { name: 'Answer' }).click()
  await proposal.getByLabel('Your answer').selectOption('yes')
  const sign = proposal.getByRole('button', { name: 'Sign this answer' })
  await expect(sign).toBeDisabled() // not before it was compared with the paper
  await proposal.getByLabel('The fingerprint on paper').fill(printed)
  await sign.click()
  await expect(proposal).toHaveCount(0)

  await page.goto(office.address + '/people')
  await expect(side).toContainText('named as its first root: its people can refuse it')
  await page.locator('.who').click()
  await page
    .getByRole('menuitem')
    .filter({ has: page.locator('.lucide-log-in') })
    .click()
  await page.getByRole('dialog').locator('input[type=file]').setInputFiles(file)
  await withoutPassphrase(page)
  const bring = page.getByRole('region', { name: 'Bring a root key' })
  await bring.getByLabel('Whose root key').selectOption({ value: 'BRUMA' })
  await bring.getByRole('button', { name: 'Sign' }).click()
  await expect(side).toContainText('does not count yet')
  await expect(side).toContainText('Counts for nothing where several sides must sign')
  const named = async () =>
    (await office.run('endorse', '--key', office.key('root-south'))).match(/^[0-9a-f]{64}/m)?.[0] ?? ''
  const act = await named()
  for (const root of ['root-south', 'root-league'])
    await office.run('endorse', act, 'yes', '--yes', '--key', office.key(root))
  await page.reload()
  await expect(side).toContainText('counts since')
  await side.getByRole('button', { name: 'Name a registrar' }).click()
  await page.getByRole('dialog').getByLabel('Who', { exact: true }).selectOption({ value: 'person/root-bruma' })
  await page.getByRole('dialog').getByRole('button', { name: 'Sign' }).click()
  await expect(side).toContainText('Registrar root-bruma')
  await side.getByRole('button', { name: 'End what root-bruma may do as registrar' }).click()
  await expect(side).not.toContainText('Registrar root-bruma')
})
