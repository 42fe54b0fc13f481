import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { be, expect, Office, settled, test } from './office'

/** What somebody should know before relying on a record, or before signing what would not hold. */

test('who says "confirmed" is told first what is missing, and other steps are told nothing', async ({
  open,
  page,
  office,
  facts,
}) => {
  await open('/register')
  await be(page, 'verifier-1')
  await page.goto(`${office.address}/incidents/${facts.incident.assessed}`)
  await settled(page)
  await page.getByRole('button', { name: 'Assess', exact: true }).click()
  const [step, told] = [page.getByLabel('Where it now stands'), page.locator('[data-advice]')]
  await step.selectOption({ label: 'Confirmed' })
  await expect(told).toContainText('needs two independent sources, one of them direct')
  await step.selectOption({ label: 'Probable' })
  await expect(told).toHaveCount(0)
})

test('a report that a lost key signed names the act and the key, and says that it lies ahead', async ({
  page,
  scenario,
  facts,
}) => {
  test.slow()
  const office = await new Office(scenario).start() // of its own: the key ends
  const folder = mkdtempSync(join(tmpdir(), 'truce-doubt-'))
  try {
    const body = JSON.stringify({
      ...{ event: facts.observed.event, means: 'saw', weapon: 'unknown', direction: 'undetermined' },
      ...{ count: { number: 1, unit: 'event' }, effect: 'unknown', ...facts.review.caller },
      time: { from: new Date(Date.now() + 86_400_000).toISOString().slice(0, 19) + 'Z', precision: 'minute' },
      post: facts.observed.post,
      exercise: true,
    })
    const key = office.key('monitor-1')
    const act = join(folder, 'act')
    writeFileSync(
      act,
      await office.run(
        ...['sign', '--kind', 'observation-filed', '--subject', 'report/new', '--body', body, '--key', key],
      ),
    )
    await office.run('submit', act)
    const made = Buffer.from(readFileSync(act, 'utf8').split('.')[1] as string, 'base64url').toString()
    const name = (JSON.parse(made) as { sub: string }).sub.replace('report/', '')
    const since = new Date(Date.now() - 3_600_000).toISOString()
    await office.run('keys', 'revoke', '--yes', '--since', since, '--reason', 'EXERCISE. Lost.', '--key', key)

    await page.addInitScript(() => localStorage.setItem('language', 'en'))
    await page.goto(office.address + '/register')
    await be(page, 'verifier-1')
    await page.goto(`${office.address}/reports/${name}`)
    await settled(page)
    await expect(page.locator('[data-ahead]')).toHaveText('after it was told: does not count')
    const doubted = page.locator('[data-doubted-acts] > li')
    await expect(doubted).toHaveCount(1)
    await expect(doubted).toContainText('Observation filed')
    await expect(doubted.getByRole('link')).toHaveAttribute('href', /^\/records\/key\/jkt:/)
  } finally {
    await office.end()
    rmSync(folder, { recursive: true, force: true })
  }
})
