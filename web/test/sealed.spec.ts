import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { be, expect, settled, test } from './office'

/** What only some can open: a party's own filing, sources and originals, copies with what is hidden. */

test('a party files for itself in the desk what its own key file opens, and nobody else learns of', async ({
  open,
  page,
  office,
  facts,
}) => {
  test.slow()
  const folder = mkdtempSync(join(tmpdir(), 'truce-private-'))
  try {
    const made = join(folder, 'made.key')
    const own = join(folder, 'own.key') // the liaison's, with a sealing key in it
    await office.run('keys', 'new', made, '--sealing', '--person', `person/${facts.liaison}`, '--no-passphrase')
    const { sealing } = JSON.parse(await office.run('keys', 'show', made)) as { sealing: string }
    const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
    writeFileSync(own, JSON.stringify({ ...read(office.key(facts.liaison)), sealing: read(made).sealing }), {
      mode: 0o600,
    })
    const photo = join(folder, 'photo.jpg')
    writeFileSync(photo, 'EXERCISE, not a photo')

    await open('/register')
    await be(page, facts.liaison)
    await page.goto(`${office.address}/records/private`)
    await settled(page)
    const form = page.locator('form[aria-labelledby=private]')
    const send = form.getByRole('button', { name: 'Encrypt, sign and send' })
    await form.getByLabel('What you file').fill('EXERCISE. Two lorries crossed at 03:10.')
    await expect(send).toBeDisabled() // to nobody nothing is filed
    await form.getByLabel('Who can read it').fill(sealing.slice(0, -1))
    await send.click()
    await expect(form.getByRole('alert')).toContainText('no age public key')
    await form.getByLabel('Who can read it').fill(sealing)
    await form.getByLabel('Files that belong to it').setInputFiles(photo)
    await expect(form.locator('li')).toContainText('photo.jpg')
    await send.click()
    await expect(form.getByRole('status')).toContainText('Your party alone sees')
    const link = form.getByRole('status').getByRole('link')
    const at = (await link.getAttribute('href')) as string
    await link.click()
    const subject = at.replace('/records/', '')
    await expect(page.locator('[data-private]')).toContainText(`truce private read ${subject}`)

    const told = await office.run('private', 'read', subject, '--key', own)
    expect(told).toContain('EXERCISE. Two lorries crossed at 03:10.')
    expect(told).toMatch(/file {2}[0-9a-f]{64}/)
    // It is the same act that the program would open.
    await office.run('private', 'open', subject, '--yes', '--key', own)

    await page.goto(`${office.address}/records/private`)
    await settled(page)
    await form.getByLabel('What you file').fill('EXERCISE. Another, kept.')
    await form.getByLabel('Who can read it').fill(sealing)
    await send.click()
    await expect(form.getByRole('status')).toContainText('Your party alone sees')
    const kept = (await link.getAttribute('href')) as string
    await expect(page.locator(`.list a[href="${kept}"]`)).toBeVisible()

    await be(page, facts.other)
    await page.goto(`${office.address}/records/private`)
    await settled(page)
    const opened = page.locator(`.list a[href="${at}"]`)
    await expect(opened).toBeVisible()
    await expect(page.locator(`.list a[href="${kept}"]`)).toHaveCount(0)
    await opened.click()
    await expect(page.locator('main')).toContainText('EXERCISE. Two lorries crossed at 03:10.')
    await expect(page.locator('[data-kept]')).toBeVisible()
    await expect(page.locator('[data-private]')).toHaveCount(0)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('a custodian is told how to open what is sealed, and nobody else is', async ({ open, page, office, facts }) => {
  await open('/register')
  for (const [person, told] of [
    ['custodian-1', 1],
    ['verifier-1', 0],
  ] as const) {
    await be(page, person)
    await page.goto(`${office.address}/reports/${facts.sealed}`)
    await settled(page)
    await expect(page.locator('main dl').first()).toBeVisible()
    const unseal = page.locator('[data-unseal]').filter({ hasText: 'truce unseal' })
    await expect(unseal).toHaveCount(told)
    if (told) await expect(unseal.locator('code')).toContainText(`truce unseal report/${facts.sealed} --server`)
  }
})

test('a release is put forward in the desk, waits, and says who signed it once a second side did', async ({
  open,
  page,
  office,
  facts,
}) => {
  const purpose = `EXERCISE. To check the bulletins, ${Date.now()}.`
  await open('/register')
  await be(page, 'administrator')
  await page.goto(`${office.address}/register`)
  await settled(page)
  const card = page.locator('section[aria-labelledby=releases-title]')
  await card.getByRole('button', { name: 'Put a release forward' }).click()
  const sign = card.getByRole('button', { name: 'Sign and send' })
  await card.getByLabel('Who reads the copies').selectOption(`person/${facts.liaison}`)
  await card.getByLabel(/^Copies are made by it until/).fill(inDays(7))
  await card.getByLabel('What for').fill(purpose)
  await expect(sign).toBeDisabled() // of nothing
  await card.getByLabel('Narrative', { exact: true }).check()
  await sign.click()
  const row = card.locator('[data-release]').filter({ hasText: purpose })
  await expect(row).toContainText('waits for a second side')
  await expect(card.getByRole('status')).toContainText('No such copy is made before')

  const [told] = (await office.run('release', '--key', office.key('administrator'))).split(`  what for: ${purpose}`)
  const act = told?.trim().split('\n').at(-1)?.split(' ')[0]
  await office.run('endorse', act as string, 'yes', '--yes', '--key', office.key(facts.root))
  await page.reload()
  await expect(row).toContainText('in force')
  await expect(row).toContainText('signed by')

  await be(page, facts.liaison)
  await expect(row).toContainText('in force')
  await expect(card.getByRole('button', { name: 'Put a release forward' })).toHaveCount(0)
  // Who may say that a head was checked is told how: this browser checks less.
  await page.locator('[data-say] summary').click()
  await expect(page.locator('[data-say] code')).toContainText('--say')
})

/** A day some days away, as a field for times takes it. */
const inDays = (n: number): string => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 16)
