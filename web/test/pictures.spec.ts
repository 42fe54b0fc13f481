import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { be, expect, settled, test } from './office'

/** Pictures of every screen, kept beside the results of the tests; `make pictures` puts the README's among them into docs. */

const folder = process.env.PICTURES ?? fileURLToPath(new URL('../screenshots', import.meta.url))
mkdirSync(folder, { recursive: true })

interface Picture {
  name: string
  at: string
  as?: string
}
const pictures: Picture[] = [
  { name: 'situation', at: '/situation?chosen=incident/2017-09-05-hama', as: 'verifier-1' },
  { name: 'incident', at: '/incidents/2017-07-23-south', as: 'verifier-1' },
  { name: 'report', at: '/report', as: 'monitor-1' },
  { name: 'review', at: '/review', as: 'verifier-1' },
  { name: 'agreement', at: '/agreement?tab=deadlines&at=2017-05-19T00:00:00Z', as: 'liaison-ru' },
  { name: 'zones', at: '/zones/dz-homs', as: 'liaison-tr' },
  { name: 'bulletin', at: '/bulletin/hq-daily-2017-05-07', as: 'secretary' },
  { name: 'register', at: '/register' },
  { name: 'people', at: '/people', as: 'administrator' },
]

const forms = [
  { form: '', language: 'en', theme: 'light', width: 1280 },
  { form: '-ar', language: 'ar', theme: 'dark', width: 1280 },
  { form: '-phone', language: 'fa', theme: 'light', width: 360 },
] as const

for (const { form, language, theme, width } of forms) {
  test(`pictures of the screens${form} @syria-2017`, async ({ open, page, office }) => {
    await page.emulateMedia({ colorScheme: theme })
    await page.addInitScript(() => localStorage.setItem('tour', '-1'))
    await page.setViewportSize({ width, height: 800 })
    await open('/register', language)
    for (const { name, at, as } of pictures) {
      if (as) await be(page, as)
      await page.goto(office.address + at)
      await settled(page)
      if (await page.locator('.map .frame').count()) await expect(page.locator('[data-ready]').first()).toBeVisible()
      if (await page.locator('[data-situation]').count()) await expect(page.locator('[data-whole]')).toBeVisible() // land and borders, too
      await page.screenshot({ path: `${folder}/${name}${form}.png` })
    }
  })
}
