import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { be, expect, Office, settled, test } from './office'
import { spoken, type Facts } from './facts'

const words = {
  en: {
    link: /^Link .2018-04-25-idlib-cut-off-2. to .2018-04-25-idlib-cut-off.$/,
    becomes: 'observed 1 → 2',
    linked: /Linked in .2018-04-25-idlib-cut-off.\./,
    undo: 'Undo',
    apart: 'Two different happenings',
    isApart: /are said to be different happenings/,
    aparts: 'Pairs said to be different happenings: 1.',
    waiting: /^Waiting/,
    assess: 'Assess',
    own: 'You opened this file or linked reports to it.',
    step: 'Where it now stands',
    reason: 'Reason',
    sign: 'Sign and send',
    under: 'Under verification',
  },
  ar: {
    link: /^اربط .2018-04-25-idlib-cut-off-2/,
    becomes: 'مرصود ١ ← ٢',
    linked: /رُبط في .2018-04-25-idlib-cut-off.\./,
    undo: 'تراجع',
    apart: 'حادثتان مختلفتان',
    isApart: /حادثتان مختلفتان\./,
    aparts: 'أزواج قيل إنها حوادث مختلفة: ١.',
    waiting: /^بانتظار النظر/,
    assess: 'قيّم',
    own: 'أنت من فتح هذا الملف أو ربط به بلاغات.',
    step: 'إلى أين وصل التحقق',
    reason: 'السبب',
    sign: 'وقّع وأرسل',
    under: 'قيد التحقق',
  },
  es: {
    link: /^Enlazar .2025-04-25-camino-2. con .2025-04-25-camino.$/,
    becomes: 'observado 1 → 2',
    linked: /Enlazado en .2025-04-25-camino.\./,
    undo: 'Deshacer',
    apart: 'Dos sucesos distintos',
    isApart: /son sucesos distintos\./,
    aparts: 'Pares de los que se dice que son sucesos distintos: 1.',
    waiting: /^En espera/,
    assess: 'Evaluar',
    own: 'Usted abrió este expediente o le enlazó informes.',
    step: 'Dónde está ahora',
    reason: 'Razón',
    sign: 'Firmar y enviar',
    under: 'En verificación',
  },
} as const

for (const [language, w, where] of spoken(words)) {
  test(`a verifier links what is one happening, and undoes it, ${language} ${where}`, async ({
    open,
    page,
    office,
    facts,
  }) => {
    const { report, incident, waiting } = facts.review
    await open('/register', language)
    await be(page, 'verifier-2')
    await page.goto(office.address + '/review')
    await settled(page)
    const list = page.locator('nav.list .item')
    const before = await list.count()
    expect(before).toBeGreaterThanOrEqual(2)
    await list.filter({ hasText: report }).click()
    await expect(page).toHaveURL(/pair=/)
    await expect(page.locator('.why li')).toHaveCount(3) // score and reason
    await expect(page.getByText(w.becomes)).toBeVisible() // counts before and after
    await page.getByLabel(w.reason, { exact: true }).fill('EXERCISE. The same craters.')
    await page.getByRole('button', { name: w.link }).click()
    await expect(page.getByText(w.linked)).toBeVisible()
    await expect(list).toHaveCount(before - 1)
    await page.getByRole('button', { name: w.undo, exact: true }).click()
    await expect(list).toHaveCount(before)

    // Or they are two happenings: the pair is not proposed any more, until that is undone.
    await list.filter({ hasText: report }).click()
    const apart = page.getByRole('button', { name: w.apart })
    await expect(apart).toBeDisabled() // without a reason
    await page.getByLabel(w.reason, { exact: true }).fill('EXERCISE. Two convoys.')
    await apart.click()
    await expect(page.getByText(w.isApart)).toBeVisible()
    await expect(list).toHaveCount(before - 1)
    await expect(page.getByText(w.aparts)).toBeVisible()
    await page.getByRole('button', { name: w.undo, exact: true }).click()
    await expect(list).toHaveCount(before)

    // Now she gathered one of its reports: a second person has to assess it.
    await page.getByRole('button', { name: w.waiting }).click()
    const own = page.getByRole('listitem').filter({ has: page.locator(`a[href="/incidents/${incident}"]`) })
    await own.getByRole('button', { name: w.assess }).click()
    await expect(own).toContainText(w.own) // although the link was undone
    const other = page.getByRole('listitem').filter({ has: page.locator(`a[href="/incidents/${waiting}"]`) })
    await other.getByRole('button', { name: w.assess }).click()
    await other.getByLabel(w.step).selectOption({ label: w.under })
    await other.getByLabel(w.reason, { exact: true }).fill(`EXERCISE. Taken up, ${language}.`)
    await other.getByRole('button', { name: w.sign }).click()
    await expect(other).toContainText(w.under)
  })
}

test('who gathered a report is told that a second person has to assess', async ({ open, page, office, facts }) => {
  await open('/register')
  await be(page, 'verifier-1')
  await page.goto(office.address + '/review')
  await settled(page)
  await page.locator('nav.list .item').filter({ hasText: facts.review.pair }).click()
  await page.getByRole('button', { name: 'Open one file with both' }).click()
  await expect(page.getByText(/^Linked in/)).toBeVisible()
  const file = (await page.getByRole('link', { name: 'Open the file' }).getAttribute('href'))!
  await page.getByRole('button', { name: /^Waiting/ }).click()
  const own = page.getByRole('listitem').filter({ has: page.locator(`a[href="${file}"]`) })
  await own.getByRole('button', { name: 'Assess' }).click()
  await expect(own).toContainText('You opened this file or linked reports to it. A second person has to assess it.')
  await expect(own.getByRole('button', { name: 'Sign and send' })).toHaveCount(0)

  // The file itself tells it before the form, too.
  await page.goto(office.address + file)
  await settled(page)
  await page.getByRole('button', { name: 'Assess', exact: true }).click()
  await expect(page.locator('[data-own]')).toHaveText(
    'You opened this file or linked reports to it. A second person has to assess it.',
  )
  await expect(page.getByLabel('Where it now stands')).toHaveCount(0)
})

test('what one types and is told of a pair is nobody else’s, and of no other pair @syria-2017', async ({
  page,
  scenario,
  facts,
}) => {
  const office = await new Office(scenario).start() // of its own: its pairs are decided by nobody else
  try {
    await page.addInitScript(() => localStorage.setItem('language', 'en'))
    await page.goto(office.address + '/register')
    await be(page, 'verifier-2')
    await page.goto(office.address + '/review')
    const list = page.locator('nav.list .item')
    const reason = page.getByLabel('Reason', { exact: true })
    const first = list.filter({ hasText: facts.review.report })
    const second = list.filter({ hasNotText: facts.review.report }).first()
    await first.click()
    await reason.fill('EXERCISE. Of the first pair, by the second verifier.')
    await second.click()
    await expect(reason).toHaveValue('')
    await first.click()
    await expect(reason).toHaveValue('EXERCISE. Of the first pair, by the second verifier.')
    await be(page, 'verifier-1')
    await first.click()
    await expect(reason).toHaveValue('')
    await be(page, 'verifier-2')
    await first.click()
    await expect(reason).toHaveValue('EXERCISE. Of the first pair, by the second verifier.')

    await page.getByRole('button', { name: 'Two different happenings' }).click()
    const decided = page.locator('[data-decided]')
    await expect(decided).toContainText(facts.review.report) // which pair it was, whichever is on the screen now
    await expect(page.locator('section[aria-labelledby=pair]')).not.toContainText('are said to be different')
    await expect(reason).toHaveValue('')
    await be(page, 'verifier-1')
    await settled(page)
    await expect(list.first()).toBeVisible()
    await expect(decided).toHaveCount(0)
  } finally {
    await office.end()
  }
})

test('a pair tells who is not shown something that it is withheld, and draws nothing from that @syria-2017', async ({
  open,
  page,
  office,
}) => {
  await open('/register')
  await be(page, 'monitor-3') // is not told who reported
  await page.goto(office.address + '/review')
  const row = page.locator('section[aria-labelledby=pair] tr').filter({ hasText: 'Reported by' })
  await expect(row.getByText('not shown to you')).toHaveCount(2)
  await expect(row.getByRole('img')).toHaveCount(0)
})

test('others are told who reviews @syria-2017', async ({ open, page, office }) => {
  await open('/review')
  await expect(page.getByText('Verifiers, monitors and the secretariat review here.')).toBeVisible()
  await be(page, 'auditor-1')
  await page.goto(office.address + '/review')
  await expect(page.getByText('Verifiers, monitors and the secretariat review here.')).toBeVisible()
})

test('who reported one of two leaves it to others to tell them apart', async ({ page, facts, scenario }) => {
  const office = await new Office(scenario).start() // of its own: other tests count its pairs
  try {
    await call(office, facts, 2)
    await page.addInitScript(() => localStorage.setItem('language', 'en'))
    for (const [person, told, may] of [
      ['secretary', 'You reported one of the two.', false],
      ['verifier-1', 'Needs a reason.', true],
    ] as const) {
      await page.goto(office.address + '/register')
      await be(page, person)
      await page.goto(office.address + '/review')
      await settled(page)
      await page.locator('nav.list .item').filter({ hasText: 'caller' }).first().click()
      await expect(page.getByText(told)).toBeVisible()
      await page.getByLabel('Reason', { exact: true }).fill('EXERCISE. An hour apart.')
      await expect(page.getByRole('button', { name: 'Two different happenings' })).toBeEnabled({ enabled: may })
    }
  } finally {
    await office.end()
  }
})

test('that one report says two things is shown wherever somebody decides by it', async ({ page, facts, scenario }) => {
  const office = await new Office(scenario).start() // of its own: other tests count its pairs
  try {
    await call(office, facts, 2, 5)
    await page.addInitScript(() => localStorage.setItem('language', 'en'))
    await page.goto(office.address + '/register')
    await be(page, 'verifier-1')
    const conflict = page.locator('[data-report-conflict]')
    const told = async () => {
      await expect(conflict.locator('[data-differs]')).toHaveText('They differ in: Count · Number')
      await expect(conflict.locator('dd.differs')).toHaveText(['2', '5'])
      await expect(conflict).toContainText('Interview') // and not: interview
    }
    await page.goto(office.address + '/reports/caller')
    await told()
    await page.goto(office.address + '/review')
    await settled(page)
    await page.locator('nav.list .item').filter({ hasText: 'caller' }).first().click()
    await told()
    await page
      .getByRole('button', { name: /^Link .caller. to|^Open one file with both/ })
      .first()
      .click()
    await expect(page.getByText(/^Linked in/)).toBeVisible()
    await page.getByRole('link', { name: 'Open the file' }).click()
    await expect(page).toHaveURL(/incidents/)
    await told()
    await page.goto(office.address + '/register')
    await be(page, facts.liaison) // who may not see who reported it
    await page.goto(office.address + '/reports/caller')
    await told()
  } finally {
    await office.end()
  }
})

/** The secretary files what a caller said: once for each number of explosions, and none of these acts knows of another. */
async function call(office: Office, facts: Facts, ...numbers: number[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'truce-act-'))
  try {
    for (const n of numbers) {
      const body = JSON.stringify({
        event: 'explosion',
        means: 'interview',
        weapon: 'unknown',
        direction: 'undetermined',
        count: { number: n, unit: 'explosion' },
        ...facts.review.caller,
        effect: 'unknown',
        narrative: { text: 'EXERCISE. A caller heard explosions.', language: 'en' },
        exercise: true,
      })
      const about = ['--kind', 'allegation-filed', '--subject', 'report/caller']
      const signed = await office.run('sign', ...about, '--body', body, '--key', office.key('secretary'))
      writeFileSync(join(folder, 'act'), signed)
      await office.run('submit', join(folder, 'act'))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
