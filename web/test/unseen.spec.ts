import { be, expect, test } from './office'

test('the desk signs no text that has a character that nobody sees, and none with nothing to be read @syria-2017', async ({
  open,
  page,
  office,
}) => {
  await open('/report?form=alert')
  await be(page, 'monitor-2')
  await page.getByLabel('What', { exact: true }).selectOption({ value: 'air-strike' })
  const place = page.getByLabel('Name of the place')
  const sent: string[] = []
  page.on('request', (r) => r.method() === 'POST' && sent.push(r.url()))
  for (const [text, told] of [
    ['Sin\u{1d173}jar', 'a character that has no place in it: U+1D173.'],
    ['Khan\u200bShaykhun', 'a character that has no place in it: U+200B.'],
    ['\u2800', 'a character that has no place in it: U+2800.'],
    ['\u200f\u200e', 'There is nothing to be read in'],
  ] as const) {
    await place.fill(text)
    await page.getByRole('button', { name: 'Sign and send' }).click()
    await expect(page.locator('.trouble')).toContainText(told)
    await expect(page.locator('.trouble')).toContainText('Nothing was signed.')
  }
  const acts = () => sent.filter((url) => url.endsWith('/acts')).length
  expect(acts()).toBe(0)
  await place.fill('خان\u200cشيخون')
  await page.getByRole('button', { name: 'Sign and send' }).click()
  const told = (await page.getByText(/is in the register\./).textContent()) as string
  const name = /^(\S+) is in/.exec(told)?.[1]
  expect(await office.run('show', `report/${name}`, '--key', office.key('verifier-1'))).toContain('خان\u200cشيخون')
  expect(acts()).toBe(1)
})
