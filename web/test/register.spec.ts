import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { be, expect, program, settled, test } from './office'
import { spoken } from './facts'

const run = promisify(execFile)

/** Some hundred signatures are checked, on a machine that may be busy. */
const checking = { timeout: 25_000 }

test('a stranger checks the hashes of the whole register @syria-2017', async ({ open }) => {
  const page = await open('/register')
  await page.getByRole('button', { name: 'Check now' }).click()
  await expect(page.getByText('Good: everything fits together.')).toBeVisible(checking)
  await expect(page.getByText(/hashes of all \d+ entries add up to the signed root/)).toBeVisible()
  await expect(page.getByText('Told by the office itself: compare it')).toBeVisible()
})

test('a delegation checks every entry and signature, and later that nothing was rewritten', async ({ open, facts }) => {
  const page = await open('/register')
  await be(page, facts.liaison)
  await page.getByRole('button', { name: 'Check now' }).click()
  await expect(page.getByText('Good: everything fits together.')).toBeVisible(checking)
  await expect(page.getByText(/signatures by \d+ keys are good/)).toBeVisible()
  await expect(page.getByText('for the first time')).toBeVisible()
  await page.reload()
  await page.getByRole('button', { name: 'Check now' }).click()
  await expect(page.getByText(/entries that were seen on .* are there, unchanged/)).toBeVisible(checking)
})

test('one altered byte is found, and the entry is named @syria-2017', async ({ open, page }) => {
  await open('/register')
  await be(page, 'auditor-1')
  await page.context().route('**/register/tile/entries/**', async (route) => {
    const answer = await route.fetch()
    const bytes = await answer.body()
    bytes[5000] = (bytes[5000] as number) ^ 1
    await route.fulfill({ response: answer, body: bytes })
  })
  await page.getByRole('button', { name: 'Check now' }).click()
  await expect(page.getByText('Not good.')).toBeVisible(checking)
  await expect(page.getByText(/Entry \d+ was altered/)).toBeVisible()
})

test('a head that another key signed is refused @syria-2017', async ({ open, page }) => {
  await open('/register')
  await page.getByRole('button', { name: 'I have the key from elsewhere' }).click()
  await page.locator('#key').fill('nonsense')
  await page.getByRole('button', { name: 'Check with this key' }).click()
  await expect(page.getByText('This is not the key of a register.')).toBeVisible()
  await page.locator('#key').fill('hq.exercise.truce+0419c1bc+AR+/PemRNJz6i7IZtUKy2xA154SYCX90vFuhiHDhVzfY')
  await page.getByRole('button', { name: 'Check with this key' }).click()
  await page.getByRole('button', { name: 'Check now' }).click()
  await expect(page.getByText('The head is not signed with the key of hq.exercise.truce.')).toBeVisible()
})

test('two heads are compared: the same, and one of another register @syria-2017', async ({ open, page, office }) => {
  await open('/register')
  const head = await (await fetch(office.address + '/register/checkpoint')).text()
  await page.getByLabel('The head that somebody else got').fill(head)
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByText(/The same history/)).toBeVisible()
  await page.getByLabel('The head that somebody else got').fill(head.replace(/^(\d+)$/m, '7'))
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByText(/not signed with this register's key/)).toBeVisible()
})

test('in Arabic the check is done and told in Arabic, with Arabic-Indic digits @syria-2017', async ({ open, page }) => {
  await open('/register', 'ar')
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await be(page, 'liaison-ru')
  await page.getByRole('button', { name: 'تحقّق الآن' }).click()
  await expect(page.getByText('سليم: كل شيء متطابق.')).toBeVisible()
  await expect(page.getByText(/بمفاتيح عددها [٠-٩]+ سليمة/)).toBeVisible()
})

for (const [language, w, where] of spoken({
  en: {
    set: 'Set a policy',
    text: 'The policy',
    keep: 'Keep it on this device',
    line: 'Line 1 is not understood',
    not: 'Not cosigned as you ask',
  },
  ar: {
    set: 'ضع سياسة',
    text: 'السياسة',
    keep: 'احفظها على هذا الجهاز',
    line: 'غير مفهوم',
    not: 'لم يوقَّع بعد كما تطلب',
  },
  es: {
    set: 'Poner una política',
    text: 'La política',
    keep: 'Guardarla en este aparato',
    line: 'La línea 1 no se entiende',
    not: 'no está cofirmada como pide',
  },
})) {
  test(`a reader's own policy is kept on the device and judges the head, ${language} ${where}`, async ({
    open,
    page,
    office,
  }) => {
    await open('/register', language)
    await settled(page)
    const key = await (await page.request.get(office.address + '/register/key')).text()
    await page.getByRole('button', { name: w.set }).click()
    await page.getByLabel(w.text, { exact: true }).fill('nonsense')
    await page.getByRole('button', { name: w.keep }).click()
    await expect(page.getByRole('alert')).toContainText(w.line)
    await page.getByLabel(w.text, { exact: true }).fill(`log ${key.trim()}\nquorum none\n`) // with an age: nobody says how old it is
    await page.getByRole('button', { name: w.keep }).click()
    await expect(page.getByText(w.not)).toBeVisible()
    await page.reload()
    await expect(page.getByText(w.not)).toBeVisible()
  })
}

test('what a delegation checked stands beside the head, and an older head is told as that', async ({
  open,
  page,
  office,
  facts,
}) => {
  await open('/register')
  await be(page, facts.liaison)
  await expect(page.getByText('No side has said yet that it checked this register.')).toBeVisible()
  const check = async () => {
    await page.getByRole('button', { name: 'Check now' }).click()
    await expect(page.locator('.verdict')).toBeVisible(checking)
  }
  await check()
  await expect(page.locator('.verdict')).toContainText('Good: everything fits together.')
  const older = await (await page.request.get(office.address + '/register/checkpoint')).text()

  // The delegation checks a copy on its own machine and says what it found.
  const folder = await mkdtemp(join(tmpdir(), 'truce-said-'))
  const as = ['--server', office.address, '--key', office.key(facts.liaison)]
  await run(program, ['export', join(folder, 'copy'), ...as])
  await run(program, ['check', join(folder, 'copy'), '--say', '--cache', join(folder, 'cache'), ...as])
  await rm(folder, { recursive: true })
  await page.reload()
  await expect(page.getByRole('region', { name: 'Checked by others' })).toContainText('Nothing wrong was found.')
  await check()
  await expect(page.locator('.verdict')).toContainText('Good: everything fits together.')

  // The office shows the register as it was before.
  await page.route('**/register/checkpoint*', (route) => route.fulfill({ body: older }))
  await check()
  await expect(page.locator('.verdict')).toContainText('Older than what this device saw.')
  await expect(page.getByText(/now the office shows the first \d+ of them/)).toBeVisible()
})
