import { be, expect, settled, speak, test, walk } from './office'

/** Every noun that the office lists can be listed and opened, in a language of either direction. */
test('every noun has a list, and every row a page', async ({ open, page, office, scenario }) => {
  test.slow() // all nouns, one after another
  const languages = scenario === 'albarena-2025' ? ['es'] : ['en', 'ar']
  await open('/register', languages[0])
  await be(page, 'administrator')
  const { nouns } = (await (await fetch(`${office.address}/api/nouns`)).json()) as { nouns: { noun: string }[] }
  expect(nouns.length).toBeGreaterThan(10)
  for (const { noun } of nouns) {
    await walk(page, `/records/${noun}`)
    const row = page.locator('.list a:not(.plain)').first()
    const names = new Map<string, string>()
    for (const language of languages) {
      await speak(page, language)
      await expect(page.locator('#list'), noun).not.toHaveText(noun) // a word of the reader's language
      if (await row.count()) names.set(language, await row.innerText())
    }
    if (!names.size) continue
    const id = (await row.getAttribute('href'))!.split('/').at(-1) // what is told of it may be shortened
    await row.click()
    for (const language of languages) {
      await speak(page, language)
      await expect(page.getByRole('alert'), noun).toHaveCount(0)
    }
    await walk(page, `/records/${noun}/${id}`) // reports and incidents have screens of their own too
    for (const [language, name] of names) {
      await speak(page, language)
      await expect(page.getByRole('heading', { level: 1 }), noun).toHaveText(name)
      await expect(page.locator('dl').first(), noun).toBeVisible()
    }
  }
})

test('a post is established by the form that its schema makes, and opens on its page @syria-2017', async ({
  open,
  page,
  office,
}) => {
  await open('/records/post')
  await be(page, 'secretary')
  await page.getByRole('button', { name: 'Post established' }).click()
  await page.getByLabel('Name of the record').fill('test-9')
  const form = page.locator('form.act-form')
  await form.getByLabel('Name', { exact: true }).first().fill('Post nine')
  await form.getByLabel('Kind').selectOption({ index: 1 })
  await form.getByLabel('From').fill('2018-05-01T12:00')
  await form.getByLabel('Name', { exact: true }).last().fill('A hill')
  await page.getByLabel('Name of the record').fill('')
  await expect(form.getByRole('button', { name: 'Sign' })).toBeDisabled()
  await page.getByLabel('Name of the record').fill('test-9') // and all that was typed is still there
  await form.getByRole('button', { name: 'Sign' }).click()
  await expect(page.locator('.list')).toContainText('test-9')
  await page.goto(`${office.address}/records/post/test-9`)
  await settled(page)
  await expect(page.locator('dl').first()).toContainText('Post nine')
})

test('a list that is not there is told as that, beside those that are', async ({ open, page }) => {
  await open('/records/bodies')
  await expect(page.locator('[data-unknown]')).toContainText('There is no list of this name.')
  await expect(page.getByRole('alert')).toHaveCount(0)
  await page.getByRole('link', { name: 'Bodies' }).click()
  await settled(page)
  await expect(page.locator('#list')).toHaveText('Bodies')
  await expect(page.locator('[data-unknown]')).toHaveCount(0)
})

test('a delegation enters the tally that its party published: its name is made, its places are chosen by name', async ({
  open,
  page,
  office,
  facts,
}) => {
  await open('/records/tally')
  await be(page, facts.liaison)
  const form = page.locator('form[aria-labelledby=tally]')
  await expect(form.getByRole('combobox')).toHaveCount(1) // the unit: whose it is, the key says
  await form.getByLabel('The day that it counts').fill('2018-04-20')
  await expect(form.getByLabel('Hours of that day from UTC')).toHaveValue(/^[+-]\d\d:00$/)
  await form.getByLabel('What is counted').selectOption('event')
  await form.getByLabel('For the whole day').fill('5')
  await form.getByRole('button', { name: 'Add a place' }).click()
  await expect(form.getByRole('button', { name: 'Sign and send' })).toBeDisabled()
  await form.getByLabel('Place', { exact: true }).selectOption({ index: 1 })
  await expect(form.getByLabel('Its name as published')).not.toHaveValue('')
  await form.getByLabel('How many there').fill('4')
  await expect(form.locator('[data-off]')).toContainText('1 less than the whole day')
  await form.getByLabel('Where it was published').fill('EXERCISE. Bulletin 7')
  await form.getByRole('button', { name: 'Sign and send' }).click()
  await expect(page.locator('.list')).toContainText('2018-04-20-event')
  await page.locator('.list a').filter({ hasText: '2018-04-20-event' }).first().click()
  await settled(page)
  await expect(page.locator('dl').first()).toContainText('EXERCISE. Bulletin 7')
  await page.goto(office.address + '/records/tally')
  await be(page, 'verifier-1') // who publishes nothing is asked nothing
  await settled(page)
  await expect(form).toHaveCount(0)
})

test('a tally is corrected by the form that entered it: it begins with what was said, and the rest stays to the letter', async ({
  open,
  page,
  office,
  facts,
}) => {
  await open('/records/tally')
  await be(page, facts.liaison)
  const form = page.locator('form[aria-labelledby=tally]')
  await form.getByLabel('The day that it counts').fill('2018-04-21')
  await form.getByLabel('What is counted').selectOption('event')
  await form.getByLabel('For the whole day').fill('5')
  await form.getByRole('button', { name: 'Add a place' }).click()
  await form.getByLabel('Place', { exact: true }).selectOption({ index: 1 })
  const name = await form.getByLabel('Its name as published').inputValue()
  await form.getByLabel('How many there').fill('4')
  await form.getByLabel('Where it was published').fill('EXERCISE. Bulletin 8')
  await form.getByRole('button', { name: 'Sign and send' }).click()
  await page.locator('.list a').filter({ hasText: '2018-04-21-event' }).first().click()
  await settled(page)
  const at = new URL(page.url()).pathname.slice('/records/'.length)
  const said = async () =>
    (
      JSON.parse(await office.run('show', at, '--json', '--key', office.key(facts.liaison))) as {
        state: Record<string, unknown>
      }[]
    )[0]!.state

  const before = await said()
  await page.getByRole('button', { name: 'Correct this tally' }).click()
  await expect(form.locator('textarea')).toHaveCount(0) // nobody is shown what programs write
  await expect(form.getByLabel('For the whole day')).toHaveValue('5')
  await expect(form.getByLabel('Its name as published')).toHaveValue(name)
  await expect(form.getByLabel('How many there')).toHaveValue('4')
  await expect(form.getByLabel('The day that it counts')).toHaveCount(0) // that is its name
  await expect(form.getByRole('button', { name: 'Sign and send' })).toBeDisabled()
  await expect(form).toContainText('a change')
  await form.getByLabel('For the whole day').fill('4')
  await expect(form.locator('[data-off]')).toHaveCount(0)
  await form.getByRole('button', { name: 'Sign and send' }).click()
  await expect(form).toHaveCount(0)
  await expect(async () => expect((await said()).versions).toBe(2)).toPass({ timeout: 20_000 })
  expect(await said()).toEqual({ ...before, total: 4, versions: 2, inconsistent: undefined, offBy: undefined })

  await be(page, facts.other) // another party's people correct nothing
  await settled(page)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Correct this tally' })).toHaveCount(0)
})

test('no form that a schema makes hints in English in another language @syria-2017', async ({ open, page, office }) => {
  test.slow() // every kind of every noun that is opened so
  await open('/records/post', 'ar')
  await be(page, 'secretary')
  const { nouns } = (await (await fetch(`${office.address}/api/nouns`)).json()) as { nouns: { noun: string }[] }
  const english = /[A-Za-z]{3,}[ ,;:]+[A-Za-z]{2,}/
  let forms = 0
  for (const { noun } of nouns) {
    await walk(page, `/records/${noun}`)
    await settled(page)
    const kinds = page.locator('section[aria-labelledby=make] > .row > button')
    for (let i = 0; i < (await kinds.count()); i++) {
      await kinds.nth(i).click()
      await expect(kinds.nth(i)).toHaveAttribute('aria-pressed', 'true')
      const form = page.locator('form.act-form')
      await expect(form.or(page.locator('section[aria-labelledby=make] a[href="/report"]')).first()).toBeVisible()
      for (const hint of await form.locator('.hint').allInnerTexts()) expect(hint, noun).not.toMatch(english)
      forms++
    }
  }
  expect(forms).toBeGreaterThan(3)
  await walk(page, '/records/post')
  await page.locator('.list a:not(.plain)').first().click()
  await settled(page)
  for (const told of await page.locator('main dt[title]').all())
    expect(await told.getAttribute('title')).not.toMatch(english)

  await speak(page, 'en') // whoever reads English is told
  await walk(page, '/records/post')
  await settled(page)
  await page.locator('section[aria-labelledby=make] > .row > button').first().click()
  await expect(page.locator('form.act-form .hint').first()).toBeVisible()
})
