import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { be, expect, settled, test } from './office'

const words = {
  en: {
    first: 'Türkiye 1',
    overlap: 'In both',
    sliver: /^Sliver, only in B/,
    km2: '451.75 km²',
    narrow: /2\.43 km²,\s+122 m wide/,
    propose: 'Propose a boundary',
    file: 'From a file (GeoJSON, KML)',
    corners: /^Part 1: 4 corners/,
    basis: 'What it was drawn from',
    sign: 'Sign and propose',
    consent: 'Consent',
    signConsent: 'Sign the consent',
    lat: 'Latitude 1',
    point: 'This place:',
    clear: 'Clear',
    consents: 'consents',
  },
  ar: {
    first: 'تركيا ١',
    overlap: 'في كليهما',
    sliver: /^شريحة، في B/,
    km2: '٤٥١٫٧٥ كم²',
    narrow: /٢٫٤٣ كم²[،,]\s+بعرض ١٢٢ م/,
    propose: 'اقترح حدوداً',
    file: 'من ملف (GeoJSON أو KML)',
    corners: /^الجزء ١: ٤ زوايا/,
    basis: 'على ماذا رُسمت',
    sign: 'وقّع واقترح',
    consent: 'وافق',
    signConsent: 'وقّع الموافقة',
    lat: 'خط العرض 1',
    point: 'هذا الموضع:',
    clear: 'امسح',
    consents: 'يوافق',
  },
} as const

const square = (x: number, y: number) => [
  [x, y],
  [x, y + 0.1],
  [x + 0.1, y + 0.1],
  [x + 0.1, y],
  [x, y],
] // clockwise: it is brought into form
const geojson = JSON.stringify({
  type: 'FeatureCollection',
  features: [{ type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [square(36.7, 34.9)] } }],
})
const kml = `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>${square(
  36.75,
  34.9,
)
  .map((p) => p.join(','))
  .join(' ')}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>`
const crossing = JSON.stringify({
  type: 'Polygon',
  coordinates: [
    [
      [36.7, 34.9],
      [36.8, 35],
      [36.8, 34.9],
      [36.7, 35],
      [36.7, 34.9],
    ],
  ],
})

for (const [language, w] of Object.entries(words)) {
  test(`delegations compare, propose and consent, ${language} @syria-2017`, async ({ open, page, office }) => {
    await open('/register', language)
    await be(page, 'liaison-tr')
    await page.goto(office.address + '/zones/dz-homs?point=36.8400,35.0000')
    await settled(page)
    await page
      .locator('#c-a')
      .selectOption((await page.locator('#c-a option').filter({ hasText: w.first }).getAttribute('value'))!)
    await expect(page.getByRole('row').filter({ hasText: w.overlap })).toContainText(w.km2)
    await expect(page.getByRole('row').filter({ hasText: w.sliver })).toContainText(w.narrow)
    await expect(page.getByRole('status').filter({ hasText: w.point })).toBeVisible()

    await page.getByRole('button', { name: w.propose }).click()
    await expect(page.locator('[data-ready]').first()).toBeVisible()
    const file = page.locator('input[type=file]')
    await file.setInputFiles({
      name: 'crossed.geojson',
      mimeType: 'application/geo+json',
      buffer: Buffer.from(crossing),
    })
    await expect(page.getByRole('alert').filter({ hasText: '36.75, 34.95' })).toBeVisible() // the fault and its place
    await expect(page.getByRole('button', { name: w.sign })).toBeDisabled()
    await page.getByRole('button', { name: w.clear }).click()
    await (language === 'en'
      ? file.setInputFiles({ name: 'a.geojson', mimeType: 'application/geo+json', buffer: Buffer.from(geojson) })
      : file.setInputFiles({
          name: 'a.kml',
          mimeType: 'application/vnd.google-earth.kml+xml',
          buffer: Buffer.from(kml),
        }))
    await page.getByText(w.corners).click()
    await page.getByLabel(w.lat, { exact: true }).fill('34.91')
    await page.getByLabel(w.basis).fill(`EXERCISE. A square, ${language}.`)
    await page.reload() // a drawing is not lost
    await page.getByRole('button', { name: w.propose }).click()
    await expect(page.getByLabel(w.basis)).toHaveValue(`EXERCISE. A square, ${language}.`)
    await page.getByRole('button', { name: w.sign }).click()
    const proposal = page.locator('article').filter({ hasText: `EXERCISE. A square, ${language}.` })
    await expect(proposal).toBeVisible()

    await be(page, 'liaison-ir')
    await proposal.getByRole('button', { name: w.consent, exact: true }).click()
    await proposal.getByRole('button', { name: w.signConsent }).click()
    await expect(proposal.locator('li').filter({ hasText: w.consents })).toHaveCount(1)
  })
}

test('a file that is cut off, of another reference system, or with several areas draws nothing @syria-2017', async ({
  open,
  page,
  office,
}) => {
  await open('/register')
  await be(page, 'liaison-ru')
  await page.goto(office.address + '/zones/dz-south')
  await settled(page)
  await page.getByRole('button', { name: 'Propose a boundary' }).click()
  await expect(page.locator('[data-ready]').first()).toBeVisible()
  const two = JSON.stringify({
    type: 'FeatureCollection',
    features: [geojson, geojson].map((g) => ({ type: 'Feature', properties: {}, geometry: JSON.parse(g) as unknown })),
  })
  const elsewhere = JSON.stringify({
    ...(JSON.parse(geojson) as object),
    crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::4230' } },
  })
  for (const [name, content, why] of [
    ['cut.kml', kml.slice(0, -20), 'neither GeoJSON nor KML'],
    ['two.geojson', two, 'several areas'],
    ['ed50.geojson', elsewhere, 'not degrees on WGS 84'],
  ] as const) {
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) })
    await expect(page.getByRole('alert').filter({ hasText: why })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Sign and propose' })).toBeDisabled()
  }
})

test('a boundary is drawn with the mouse, and undone @syria-2017', async ({ open, page, office }) => {
  await open('/register')
  await be(page, 'liaison-ru')
  await page.goto(office.address + '/zones/dz-south')
  await settled(page)
  await page.getByRole('button', { name: 'Propose a boundary' }).click()
  const frame = page.locator('.map-box .frame').first()
  await expect(frame).toHaveAttribute('data-ready', '')
  await frame.scrollIntoViewIfNeeded()
  const box = (await frame.boundingBox())!
  const click = async (x: number, y: number) => {
    await page.mouse.move(box.x + box.width * x, box.y + box.height * y, { steps: 3 })
    await page.mouse.click(box.x + box.width * x, box.y + box.height * y, { delay: 30 })
    await page.waitForTimeout(350) // two quick clicks are one double click
  }
  for (const [x, y] of [
    [0.3, 0.3],
    [0.6, 0.3],
    [0.6, 0.6],
    [0.3, 0.6],
    [0.3, 0.3],
  ] as const)
    await click(x, y)
  await expect(page.getByText('Part 1: 4 corners as numbers')).toBeVisible()
  await expect(page.getByText(/km², \d+ places of the gazetteer/)).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Part 1: 4 corners as numbers')).toHaveCount(0)
})

test('who comes next to an open form is not shown what another one typed, who finds it again @syria-2017', async ({
  open,
  page,
  office,
}) => {
  await open('/register')
  await be(page, 'liaison-ru')
  await page.goto(office.address + '/zones/dz-south')
  const basis = page.locator('#z-basis')
  const finds = async (what: string) => {
    await expect(basis).toHaveCount(0) // nobody else's form stands open
    await page.getByRole('button', { name: 'Propose a boundary' }).click()
    await expect(basis).toHaveValue(what)
  }
  await finds('')
  await basis.fill('EXERCISE. What the first one thinks of.')
  await be(page, 'liaison-ir')
  await finds('')
  await basis.fill('EXERCISE. What the second one thinks of.')
  await be(page, 'liaison-ru')
  await finds('EXERCISE. What the first one thinks of.')
  await be(page, 'liaison-ir')
  await finds('EXERCISE. What the second one thinks of.')
})

test('strangers see boundaries in force, and propose nothing @syria-2017', async ({ open, page }) => {
  await open('/zones/dz-homs')
  await settled(page)
  await expect(page.getByText('Its term ended at 5 May 2018, 00:00').first()).toBeVisible() // with the memorandum
  await expect(page.locator('article p').filter({ hasText: 'In force' })).toBeVisible() // what it was until then
  await expect(page.getByRole('button', { name: 'Propose a boundary' })).toHaveCount(0)
  await expect(page.locator('main')).not.toContainText('The village in the north is not among')
})

test('a zone that all agreed on keeps its name when it has ended, and is compared with nothing if it is alone @syria-2017', async ({
  open,
  page,
}) => {
  await open('/zones')
  await settled(page)
  const ended = page.getByRole('link', { name: /Eastern Ghouta/ })
  await expect(ended).toContainText('ended')
  await ended.click()
  await settled(page)
  await expect(page.locator('section[aria-labelledby=compare] canvas')).toBeVisible()
  await expect(page.locator('#c-a')).toHaveCount(0)
})

test('a first drawing opens where the ground is, and can be typed without a map; the mission is told that it lacks whose it is', async ({
  open,
  page,
  office,
  scenario,
}) => {
  const [lon, lat] = scenario === 'albarena-2025' ? [-20, -29.9] : [36.7, 34.9]
  await open('/register')
  await be(page, 'secretary')
  await page.goto(office.address + '/zones')
  await settled(page)
  await page.getByRole('button', { name: 'Put forward the first drawing of a zone' }).click()
  await page.getByLabel('Code of the zone').fill('dz-typed')
  const agreement = page.locator('#first-agreement')
  if (!(await agreement.inputValue())) await agreement.selectOption({ index: 1 })
  const frame = page.locator('section[aria-labelledby=propose] .frame')
  await expect(frame).toHaveAttribute('data-ready', '')
  const [west, south, east, north] = (await frame.getAttribute('data-around'))!.split(',').map(Number)
  expect([west! < lon, lon < east!, south! < lat, lat < north!, east! - west! < 20]).not.toContain(false)

  const typed = page.getByRole('form', { name: 'Type a corner' })
  for (const [y, x] of [
    [lat, lon],
    [lat + 0.1, lon],
    [lat + 0.1, lon + 0.1],
  ] as const) {
    await typed.getByLabel('Latitude').fill(y.toFixed(1))
    await typed.getByLabel('Longitude').fill(x.toFixed(1))
    await typed.getByRole('button', { name: 'Add this corner' }).click()
  }
  await expect(page.getByText('Part 1: 3 corners as numbers')).toBeVisible()
  await expect(frame).toHaveAttribute('data-around', new RegExp(`^${lon.toFixed(1).replace('.0', '')},`)) // it moved there
  const lacks = page.getByRole('button', { name: 'Sign and propose' }).locator('..')
  await expect(lacks).toContainText('whose proposal it is')
  await expect(lacks).toContainText('where that is said')
})

test('what is told of agreements is told anew when the office takes something in, over one stream for the whole screen', async ({
  open,
  page,
  office,
  facts,
}) => {
  await open('/register')
  await be(page, facts.liaison)
  await page.goto(office.address + '/register')
  await settled(page)
  const streams: string[] = []
  page.on('request', (r) => r.url().endsWith('/api/events') && streams.push(r.url()))
  await page.getByRole('navigation').getByRole('link', { name: 'Zones' }).first().click()
  await settled(page)
  await expect.poll(() => streams.length).toBe(1)
  const again = page.waitForRequest(/\/api\/agreements/)
  const folder = mkdtempSync(join(tmpdir(), 'truce-changes-'))
  try {
    const body = JSON.stringify({
      ...{ event: facts.observed.event, means: 'saw', weapon: 'unknown', direction: 'undetermined', exercise: true },
      ...{ count: { number: 1, unit: 'event' }, effect: 'unknown', post: facts.observed.post, ...facts.review.caller },
    })
    const act = join(folder, 'act')
    const by = ['--key', office.key('monitor-1')]
    writeFileSync(
      act,
      await office.run('sign', '--kind', 'observation-filed', '--subject', 'report/new', '--body', body, ...by),
    )
    await office.run('submit', act)
    await again
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('a proposal tells whose consent it takes, who gave it and who is missing; and that one alone brings about nothing @syria-2017', async ({
  open,
  page,
  office,
  facts,
}) => {
  await open('/register')
  await be(page, facts.third)
  await page.goto(office.address + '/zones/dz-homs')
  await settled(page)
  const waits = page
    .locator('section[aria-labelledby=proposals] article')
    .filter({ has: page.locator('[data-missing]') })
    .first()
  for (const name of ['Iran', 'Russia', 'Türkiye']) await expect(waits.locator('[data-needed]')).toContainText(name)
  await expect(waits.locator('[data-missing]')).toContainText(/Still missing: (Iran|Russia|Türkiye)/)
  await expect(page.locator('[data-why]')).toHaveCount(0)
  await page.goto(office.address + '/zones')
  await settled(page)
  await expect(page.locator('[data-consents]').first()).toContainText('Russia')

  // the office's word for what one party drew alone
  await page.route(/\/api\/subjects\/zone\/dz-homs(\?|$)/, async (route) => {
    const answer = await route.fetch()
    const told = (await answer.json()) as { items: { state: { proposals?: { became: string; why?: string }[] } }[] }
    for (const i of told.items) for (const p of i.state.proposals ?? []) if (p.became === 'open') p.why = 'one-alone'
    await route.fulfill({ response: answer, json: told })
  })
  await page.goto(office.address + '/zones/dz-homs')
  await settled(page)
  await expect(page.locator('[data-why]').first()).toContainText('one party alone asked or agreed')
})
