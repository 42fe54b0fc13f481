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

test('a desk that is older than its office says so, seals nothing, and accuses nobody', async ({ open, page }) => {
  await open('/report')
  await be(page, 'monitor-1')
  await acceptCustodians(page)
  const card = page.getByRole('region', { name: 'To whom sources are sealed' })
  await expect(card.getByText('This device knows them.')).toBeVisible()
  await page.route('**/api/custodians', async (route) => {
    const answer = await route.fetch()
    const told = (await answer.json()) as { acts: string[] }
    const last = told.acts.at(-1) as string
    const [head = '', ...rest] = last.split('.')
    const later = Buffer.from(Buffer.from(head, 'base64url').toString().replace('truce-act.1', 'truce-act.2'))
    const acts = [...told.acts.slice(0, -1), [later.toString('base64url'), ...rest].join('.')]
    await route.fulfill({ response: answer, json: { ...told, acts } })
  })
  await page.reload()
  await expect(card.getByRole('alert')).toContainText('is older than the office')
  await expect(card.getByText('Show this to your side')).toHaveCount(0)
  await page.screenshot({ path: 'test-results/custodians-older.png', fullPage: true })
  await page.getByLabel('Who told you').fill('EXERCISE. A shepherd.')
  await page.getByLabel('How the source knows').selectOption('yes')
  await page.getByRole('button', { name: 'Send as a draft' }).click()
  await expect(page.getByText('The source was not sealed, and nothing was sent.')).toBeVisible()
  await page.unroute('**/api/custodians')
  await card.getByRole('button', { name: 'Load the desk anew' }).click()
  await expect(card.getByText('This device knows them.')).toBeVisible()

  // whoever checks the register is told the same of a key by which only a later desk can check
  await open('/register')
  await expect(page.getByText('Came with your sign-in')).toBeVisible()
  await page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('truce')
      opening.onsuccess = () => resolve(opening.result)
    })
    const pinned = db.transaction('pinned', 'readwrite').objectStore('pinned')
    const all = await new Promise<{ key: string }[]>((resolve) => {
      const asked = pinned.getAll()
      asked.onsuccess = () => resolve(asked.result as { key: string }[])
    })
    for (const p of all) {
      const [name = '', , ...base64] = p.key.split('+') // of whose letters one is a plus, too
      const key = base64.join('+')
      const raw = Uint8Array.from(atob(key), (c) => c.charCodeAt(0))
      raw[0] = 6
      const text = new TextEncoder().encode(name + '\n')
      const id = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array([...text, ...raw]))).slice(0, 4)
      const hex = [...id].map((b) => b.toString(16).padStart(2, '0')).join('')
      const written = db.transaction('pinned', 'readwrite').objectStore('pinned')
      await new Promise((resolve) => {
        const put = written.put({ ...p, key: `${name}+${hex}+${btoa(String.fromCharCode(...raw))}` })
        put.onsuccess = resolve
      })
    }
    db.close()
  })
  await page.reload()
  await page.getByRole('button', { name: 'Check now' }).click()
  await expect(page.getByText('Nothing was found wrong, but this desk')).toBeVisible()
  await page.screenshot({ path: 'test-results/check-beyond.png', fullPage: true })
})
