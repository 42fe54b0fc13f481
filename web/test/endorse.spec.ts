import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { be, expect, Office, settled, speak, test } from './office'
import { spoken } from './facts'

for (const [language, w, where] of spoken({
  en: {
    grant: 'Grant a role',
    yours: /^Asked of you, for Türkiye/,
    does: 'would have the role Administrator',
    mission: 'signed it',
    answer: 'Answer',
    your: 'Your answer',
    sign: 'Sign this answer',
    done: 'Your answer is in the register.',
  },
  ar: {
    grant: 'امنح دوراً',
    yours: /^مطلوب منك، باسم/,
    does: 'سيُمنح',
    mission: 'وقّع',
    answer: 'أجب',
    your: 'جوابك',
    sign: 'وقّع هذا الجواب',
    done: 'جوابك في السجل.',
  },
  es: {
    grant: 'Conceder una función',
    yours: /^Se le pide a usted, por Consejo del Norte/,
    does: 'tendría la función Administración',
    mission: 'lo firmó',
    answer: 'Responder',
    your: 'Su respuesta',
    sign: 'Firmar esta respuesta',
    done: 'Su respuesta está en el registro.',
  },
})) {
  test(`what the mission must not do alone waits for a party, who answers on the screen, ${language} ${where}`, async ({
    open,
    page,
    office,
    facts,
  }) => {
    const person = language === 'ar' ? 'verifier-2' : 'auditor-1'
    await open('/people', language)
    await be(page, 'administrator')
    const card = page.getByRole('article').filter({ hasText: person })
    await card.getByRole('button', { name: w.grant }).click()
    await card.getByRole('combobox').selectOption({ value: 'administrator' })
    await expect(card.getByRole('combobox')).toHaveCount(0)

    await page.goto(office.address + '/endorse')
    await settled(page)
    const proposal = page.getByRole('article').filter({ hasText: person })
    await expect(proposal).toContainText(w.does)
    await expect(proposal.getByRole('button', { name: w.answer })).toHaveCount(0) // it said so already

    await be(page, facts.root)
    await settled(page)
    await expect(page.getByRole('heading', { name: w.yours })).toBeVisible()
    await expect(proposal).toContainText(w.mission)
    await proposal.getByRole('button', { name: w.answer }).click()
    await proposal.getByLabel(w.your).selectOption('yes')
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    expect(violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')).toEqual([])
    await proposal.getByRole('button', { name: w.sign }).click()
    await expect(page.getByText(w.done)).toBeVisible()
    await expect(proposal).toHaveCount(0)
  })
}

test('a key that the mission alone enrolled for a party says nothing until the party answers for it, ar @syria-2017', async ({
  open,
  page,
  office,
  browser,
}) => {
  await open('/people', 'ar')
  await be(page, 'administrator')
  await page
    .getByRole('article')
    .filter({ has: page.getByText('liaison-ir', { exact: true }) })
    .getByRole('button', { name: 'سجّل جهازاً' })
    .click()
  const dialog = page.getByRole('dialog', { name: /liaison-ir/ })
  const link = (await dialog.locator('code').first().textContent()) as string
  const phone = await (await browser.newContext()).newPage()
  await phone.addInitScript(() => localStorage.setItem('language', 'ar'))
  await phone.goto(link)
  await phone.getByLabel('اسم هذا الجهاز').fill('هاتف')
  await phone.getByLabel('من دون عبارة مرور').check()
  await phone.getByRole('button', { name: 'اصنع المفتاح' }).click()
  await dialog.getByRole('button', { name: 'سجّل هذا المفتاح' }).click()
  await expect(dialog).toContainText('لا يوقّع شيئاً إلى أن يجيب عنه')
  await expect(phone.getByText('يجيب عنه الآن مفتاح جذر طرفك')).toBeVisible()

  await page.goto(office.address + '/endorse')
  await be(page, 'root-ir')
  await settled(page)
  const proposal = page.getByRole('article').filter({ hasText: 'liaison-ir' })
  await proposal.getByRole('button', { name: 'أجب' }).click()
  await proposal.getByLabel('جوابك').selectOption('yes')
  await proposal.getByRole('button', { name: 'وقّع هذا الجواب' }).click()
  await expect(proposal).toHaveCount(0)
  await expect(phone.getByText(/يتكلّم هذا الجهاز الآن باسم/)).toBeVisible()
  await phone.context().close()
})

test('an answer that one began to write is not there for whoever comes next, and is found again @syria-2017', async ({
  open,
  page,
  office,
}) => {
  await open('/people')
  await be(page, 'administrator')
  const card = page.getByRole('article').filter({ hasText: 'verifier-1' })
  await card.getByRole('button', { name: 'Grant a role' }).click()
  await card.getByRole('combobox').selectOption({ value: 'administrator' })
  await expect(card.getByRole('combobox')).toHaveCount(0)
  await page.goto(office.address + '/endorse')
  const proposal = page.getByRole('article').filter({ hasText: 'verifier-1' })
  const roots = ['root-tr', 'root-ir'] as const
  const reason = proposal.getByLabel('Why')
  const begin = async (who: string) => {
    await be(page, who)
    await expect(reason).toHaveCount(0)
    await proposal.getByRole('button', { name: 'Answer' }).click()
  }
  await begin(roots[0])
  await proposal.getByLabel('Your answer').selectOption('no')
  await reason.fill('EXERCISE. What the first one thinks.')
  await begin(roots[1])
  await expect(proposal.getByLabel('Your answer')).toHaveValue('')
  await expect(proposal).not.toContainText('What the first one thinks')
  await begin(roots[0])
  await expect(proposal.getByLabel('Your answer')).toHaveValue('no')
  await expect(reason).toHaveValue('EXERCISE. What the first one thinks.')
})

test('whoever is asked to end a key reads whose it is, and that the doubt does not wait @syria-2017', async ({
  page,
  scenario,
}) => {
  test.slow()
  const office = await new Office(scenario).start() // of its own: a key is in doubt
  try {
    await page.addInitScript(() => localStorage.setItem('language', 'en'))
    await page.goto(office.address + '/people')
    await be(page, 'administrator')
    const person = page.getByRole('article').filter({ has: page.getByText('liaison-tr', { exact: true }) })
    await person.getByRole('button', { name: 'Revoke', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('Your word alone does not end it')
    await expect(dialog).not.toContainText('cannot be undone')
    await dialog.getByLabel('Why, for everybody to read').fill('EXERCISE. Seen in other hands.')
    await dialog.getByLabel('What it signed is doubtful since (if so)').fill('2018-04-01T12:00')
    await dialog.getByRole('button', { name: 'Revoke' }).click()
    await expect(person).toContainText('Signed. The key goes on: your word waits for others.')

    await page.goto(office.address + '/endorse')
    await be(page, 'liaison-tr')
    const proposal = page.getByRole('article').filter({ hasText: 'Seen in other hands' })
    const told = proposal.locator('[data-key-end]')
    await expect(told).toContainText('It is your own: the key with which you sign here.')
    await expect(told).toContainText('liaison-tr')
    await expect(told).toContainText('goes on for 14 days')
    await expect(told).toContainText('The doubt does not wait')

    await be(page, 'root-ru')
    await proposal.getByRole('button', { name: 'Answer' }).click()
    await proposal.getByLabel('Your answer').selectOption('yes')
    await proposal.getByRole('button', { name: 'Sign this answer' }).click()
    await expect(proposal).toContainText('Only the end waits: the key goes on until')
    await expect(proposal).not.toContainText('Nothing changes')
    await expect(told).toContainText('In doubt now')

    await be(page, 'root-tr')
    await proposal.getByRole('button', { name: 'Answer' }).click()
    await proposal.getByLabel('Your answer').selectOption('no')
    await proposal.getByRole('button', { name: 'Sign this answer' }).click()
    const refused = page.locator('section[aria-labelledby=refused]')
    await expect(refused).toContainText('The key does not end by this')
    await expect(refused).toContainText('waits for nobody any more')
    await expect(refused).not.toContainText('cannot come into force')
    await expect(told).toContainText('Its own side denies it.')
  } finally {
    await office.end()
  }
})

test('whoever is asked for custodians is warned of one who lacks the role, and of one whom nobody knows here @albarena-2025', async ({
  open,
  page,
  office,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'truce-warned-'))
  try {
    const shown = async (name: string, key: string): Promise<string> => {
      const file = join(folder, `${name}.json`)
      writeFileSync(file, await office.run('keys', 'show', key))
      return file
    }
    const sealing = join(folder, 'sealing.key')
    await office.run('keys', 'new', sealing, '--sealing', '--person', 'person/monitor-1', '--no-passphrase')
    await office.run('keys', 'enrol', sealing, '--key', office.key('administrator'))
    const set = [await shown('kept', office.key('custodian-1')), await shown('without-role', sealing)]
    const act = (await office.run('custodians', 'set', ...set, '--key', office.key('administrator'))).trim()
    await open('/endorse')
    await be(page, 'root-north')
    await settled(page)
    const asked = page.getByRole('article', { name: /sealed to these, and to nobody else/ })
    const warned = page.getByRole('article').locator('[data-warned]') // in whatever language
    await expect(warned).toHaveCount(1)
    await expect(warned).toContainText(/monitor-1\W* does not have the role Custodian/)
    await speak(page, 'ar')
    await expect(warned).toContainText('monitor-1')
    await expect(warned).toContainText('ليس لـ')
    await speak(page, 'en')

    // of people with another office this one knows nothing
    const persons = /\/api\/persons(\?|$)/
    await page.route(persons, async (route) => {
      const answer = await route.fetch()
      const told = (await answer.json()) as { items: { subject: string }[] }
      const items = told.items.filter((i) => i.subject !== 'person/monitor-1')
      await route.fulfill({ response: answer, json: { ...told, items } })
    })
    await page.reload()
    await settled(page)
    await expect(warned).toHaveCount(1)
    await expect(warned).toContainText(/monitor-1\W* is not known to this office/)
    await page.unroute(persons)

    // and where the people did not come, that is told, and nobody is accused
    await page.route(persons, (route) => route.abort())
    await page.reload()
    await settled(page)
    await expect(asked).toBeVisible()
    await expect(warned).toHaveCount(0)
    await expect(asked.getByRole('alert')).toContainText('No office answers.')
    await office.run('endorse', act, 'no', '--yes', '--key', office.key('administrator')) // taken back
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
