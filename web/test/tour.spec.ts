import { be, expect, Office, settled, test } from './office'
import { spoken } from './facts'

/** The guided first minutes: every step leads to a screen that is there, as the person it names. */
for (const [language, [go, next], where] of spoken({
  en: [/^Go there as/, 'Next'],
  ar: [/^اذهب بصفة/, 'التالي'],
  es: [/^Ir como/, 'Siguiente'],
} as const)) {
  test(`the guide leads through the desk, ${language} ${where}`, async ({ open, page, office, facts }) => {
    const { tour } = (await (await page.request.get(office.address + '/exercise.json')).json()) as {
      tour: { as?: string; at: string; title: Record<string, string> }[]
    }
    expect(tour.map((s) => s.as)).toEqual(facts.tour)
    await open('/', language)
    const guide = page.locator('.tour')
    for (const [n, step] of tour.entries()) {
      await expect(guide).toContainText(step.title[language] as string)
      await guide.getByRole('button', { name: go }).click()
      await expect(page).toHaveURL(office.address + step.at)
      await settled(page)
      await expect(page.locator('[data-lost]'), `${step.at} is no screen`).toHaveCount(0)
      if (step.as) await expect(page.locator('.who')).toContainText(step.as)
      else await expect(page.locator('.who')).toHaveCount(0)
      if (n < tour.length - 1) await guide.getByRole('button', { name: next }).click()
    }
    await page.reload() // where one stood, one stands
    await expect(guide).toContainText(tour[tour.length - 1]!.title[language] as string)
    await guide.getByRole('button').last().click()
    await expect(guide).toHaveCount(0)
  })
}

test('an exercise that is begun anew at the same address is another register, and believed anew @syria-2017', async ({
  page,
  scenario,
}) => {
  const office = await new Office(scenario).start()
  try {
    await page.goto(office.address + '/register')
    await be(page, 'secretary')
    await page.getByRole('button', { name: 'Check now' }).click()
    await expect(page.getByText('Good: everything fits together.')).toBeVisible()
    await office.stop()
    await office.start('--fresh')
    await page.goto(office.address + '/register')
    await expect(page.locator('.who')).toHaveCount(0) // nobody of the earlier one speaks
    await be(page, 'secretary')
    await page.getByRole('button', { name: 'Check now' }).click()
    await expect(page.getByText('Good: everything fits together.')).toBeVisible()
  } finally {
    await office.end()
  }
})
