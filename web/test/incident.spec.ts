import { be, expect, settled, test, type Office } from './office'
import { spoken } from './facts'
import type { Browser, Page } from '@playwright/test'

const words = {
  en: {
    assess: 'Assess',
    step: 'Where it now stands',
    under: 'Under verification',
    reason: 'Reason',
    sign: 'Sign and send',
    all: 'Check all here',
    checked: /checked, all good/,
    position: 'State the position',
    says: 'What your party says',
    denies: 'Denies',
    inWords: 'In words',
  },
  ar: {
    assess: 'قيّم',
    step: 'إلى أين وصل التحقق',
    under: 'قيد التحقق',
    reason: 'السبب',
    sign: 'وقّع وأرسل',
    all: 'تحقق من الكل هنا',
    checked: /كلها سليمة/,
    position: 'أعلن الموقف',
    says: 'ما يقوله طرفكم',
    denies: 'ينفي',
    inWords: 'بالكلمات',
  },
  es: {
    assess: 'Evaluar',
    step: 'Dónde está ahora',
    under: 'En verificación',
    reason: 'Razón',
    sign: 'Firmar y enviar',
    all: 'Comprobar todos aquí',
    checked: /todos bien/,
    position: 'Declarar la posición',
    says: 'Qué dice su parte',
    denies: 'Niega',
    inWords: 'En palabras',
  },
} as const

for (const [language, w, where] of spoken(words)) {
  test(`a verifier assesses an incident and checks its acts, ${language} ${where}`, async ({
    open,
    page,
    office,
    facts,
  }) => {
    await open('/register', language)
    await be(page, 'verifier-1')
    await page.goto(`${office.address}/incidents/${facts.incident.assessed}`)
    await settled(page)
    await expect(page.locator('#observation').locator('..').locator('article')).not.toHaveCount(0)
    const steps = page.locator('#verification').locator('..').locator('ol > li')
    const before = await steps.count()
    await page.getByRole('button', { name: w.assess, exact: true }).click()
    await page.getByLabel(w.step).selectOption({ label: w.under })
    const why = `EXERCISE. Looked at, ${language}.`
    await page.getByLabel(w.reason, { exact: true }).fill(why)
    await page.getByRole('button', { name: w.sign }).click()
    await expect(steps).toHaveCount(before + 1)
    await expect(steps.last()).toContainText(why)
    await page.getByRole('button', { name: w.all }).click()
    await expect(page.getByRole('status').filter({ hasText: w.checked })).toBeVisible()
    await expect(page.locator('.conflicts:not([data-report-conflict] .conflicts)')).toHaveCount(0) // of the incident's own
  })

  test(`a delegation states its position, ${language} ${where}`, async ({ open, page, office, facts }) => {
    await open('/register', language)
    await be(page, facts.liaison)
    await page.goto(`${office.address}/incidents/${facts.incident.answered}`)
    await settled(page)
    await expect(page.getByRole('button', { name: w.assess, exact: true })).toHaveCount(0)
    await page.getByRole('button', { name: w.position }).click()
    await page.getByLabel(w.says).selectOption({ label: w.denies })
    await page.getByLabel(w.inWords).fill(`EXERCISE. Not ours, ${language}.`)
    await page.reload() // nothing typed is lost
    await page.getByRole('button', { name: w.position }).click()
    await expect(page.getByLabel(w.inWords)).toHaveValue(`EXERCISE. Not ours, ${language}.`)
    await page.getByRole('button', { name: w.sign }).click()
    await expect(page.locator('.sides')).toContainText(`EXERCISE. Not ours, ${language}.`)
  })
}

test('what is typed is not lost with the page when the database takes nothing @syria-2017', async ({
  open,
  page,
  office,
  facts,
}) => {
  await open('/register')
  await be(page, facts.third)
  await page.addInitScript(() => {
    const put = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function (value: { key?: string }, ...more) {
      if (value.key?.startsWith('form ')) throw new DOMException('full', 'QuotaExceededError')
      return put.call(this, value, ...more)
    }
  })
  await page.goto(`${office.address}/incidents/${facts.incident.answered}`)
  await page.getByRole('button', { name: words.en.position }).click()
  for (const text of ['EXERCISE. Half a', 'EXERCISE. Half a sentence']) {
    await page.getByLabel(words.en.inWords).fill(text)
    await page.reload()
    await page.getByRole('button', { name: words.en.position }).click()
    await expect(page.getByLabel(words.en.inWords)).toHaveValue(text)
  }
})

test('posts that looked in two directions have a place in common', async ({ open, page, office, facts }) => {
  const { crossing, report, sector } = facts.incident
  await open('/register')
  await be(page, 'verifier-1')
  await page.goto(`${office.address}/incidents/${crossing}`)
  await settled(page)
  await expect(page.getByText(/2 observations agree on the marked area of [\d.]+ km²/)).toBeVisible()
  await page.getByRole('link', { name: report }).click()
  await expect(page.getByText(sector)).toBeVisible()
})

test('a reporter who tries to verify is told why not', async ({ open, page, office, facts }) => {
  await open('/register')
  await be(page, 'monitor-1')
  await page.goto(`${office.address}/incidents/${facts.incident.crossing}`)
  await settled(page)
  await expect(page.getByRole('button', { name: 'Assess', exact: true })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Record harm' })).toBeVisible()
})

/** Somebody at another device, in a browser of his or her own. */
async function another(browser: Browser, office: Office, person: string, at: string): Promise<Page> {
  const page = await (await browser.newContext({ serviceWorkers: 'block' })).newPage() // requests past a worker cannot be held up here
  await page.goto(office.address + '/register')
  await be(page, person)
  await page.goto(office.address + at)
  await settled(page)
  return page
}

async function assess(page: Page, status: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: 'Assess', exact: true }).click()
  await page.getByLabel('Where it now stands').selectOption({ label: status })
  await page.getByLabel('Reason', { exact: true }).fill(reason)
  await page.getByRole('button', { name: 'Sign and send' }).click()
  await expect(page.getByText('In the register: Incident assessed')).toBeVisible()
}

test('two people decide at the same time: both are kept, both see it, one settles it @syria-2017', async ({
  browser,
  office,
  facts,
}) => {
  const at = '/incidents/' + facts.incident.decided
  // Both know what it is now, and neither what the other finds.
  const first = await another(browser, office, 'verifier-1', at)
  const second = await another(browser, office, 'verifier-2', at)
  try {
    await second.route(/\/history$/, (r) => r.abort()) // the second does not see what the first writes
    await assess(first, 'Probable', 'EXERCISE. The first.')
    await assess(second, 'Not established', 'EXERCISE. The second.')
    await second.unroute(/\/history$/)
    await second.reload()
    for (const page of [first, second]) {
      const conflict = page.locator('.conflicts')
      await expect(conflict).toContainText('EXERCISE. The first.')
      await expect(conflict).toContainText('EXERCISE. The second.')
    }
    await second.getByRole('button', { name: 'Decide anew' }).click()
    await second.getByLabel('Where it now stands').selectOption({ label: 'Possible' })
    await second.getByLabel('Reason', { exact: true }).fill('EXERCISE. Having seen both.')
    await second.getByRole('button', { name: 'Sign and send' }).click()
    for (const page of [first, second]) await expect(page.locator('.conflicts')).toHaveCount(0)
    await expect(first.locator('#verification').locator('..')).toContainText('EXERCISE. Having seen both.')
  } finally {
    await first.context().close()
    await second.context().close()
  }
})

test('strangers see the public edition of an incident', async ({ open, page, facts }) => {
  await open('/incidents/' + facts.incident.told)
  await settled(page)
  await expect(page.getByText('This is the public edition.')).toBeVisible()
  for (const inside of facts.incident.inside) await expect(page.locator('main')).not.toContainText(inside)
})

for (const [language, w, where] of spoken({
  en: {
    draft: 'Draft a finding',
    sign: 'Sign and send',
    absent: 'Your seat is recorded as absent',
    your: 'Your answer',
    why: 'Why',
    give: 'Sign this answer',
    record: 'Record who did not sign',
    seat: 'Seat',
    part: 'Part taken',
    source: 'Source',
    no: 'a draft: not found yet',
    yes: "found, by the body's rule",
    others: 'recorded by others, not signed: minutes, page 1',
  },
  ar: {
    draft: 'صُغ خلاصة',
    sign: 'وقّع وأرسل',
    absent: 'مقعدك مسجَّل غائباً',
    your: 'جوابك',
    why: 'لماذا',
    give: 'وقّع هذا الجواب',
    record: 'دوّن من لم يوقّع',
    seat: 'المقعد',
    part: 'المشاركة',
    source: 'المصدر',
    no: 'مسودة: لم تتقرّر بعد',
    yes: 'تقرّر وفق قاعدة الهيئة',
    others: 'دوّنه آخرون ولم يوقَّع: minutes, page 1',
  },
  es: {
    draft: 'Redactar una conclusión',
    sign: 'Firmar y enviar',
    absent: 'Su puesto consta como ausente',
    your: 'Su respuesta',
    why: 'Por qué',
    give: 'Firmar esta respuesta',
    record: 'Anotar quién no firmó',
    seat: 'Puesto',
    part: 'Participación',
    source: 'Fuente',
    no: 'un borrador: aún no concluido',
    yes: 'concluido, según la regla del órgano',
    others: 'registrado por otros, sin firma: minutes, page 1',
  },
})) {
  test(`a finding is drafted, each seat signs or dissents itself, and who did not come is recorded, ${language} ${where}`, async ({
    open,
    page,
    office,
    facts,
  }) => {
    test.slow()
    const { finding } = facts
    const [who, seat] = finding.absent
    const name = language === 'ar' ? '2017-08-15-homs-sliver' : finding.incident // two in one office
    await open('/register', language)
    await be(page, 'secretary')
    await page.goto(`${office.address}/incidents/${name}`)
    await settled(page)
    const findings = page.locator('section[aria-labelledby="attributions"]')
    const form = page.locator('form.act-form')
    await page.getByRole('button', { name: w.draft }).click()
    await form.locator('select').nth(0).selectOption({ value: finding.body })
    await form.locator('select').nth(1).selectOption({ value: 'probable' })
    await form.locator('input[type=datetime-local]').fill(finding.day)
    await form.locator('textarea').fill('EXERCISE. Fire is probable.')
    await form.getByRole('button', { name: w.sign }).click()
    await expect(findings).toContainText(w.no)

    for (const [who] of finding.first) {
      await be(page, who)
      await findings.locator('[data-answer]').click()
      await findings.getByLabel(w.your).selectOption('yes')
      await findings.getByRole('button', { name: w.give }).click()
      await expect(findings.locator('[data-answer]')).toHaveCount(0) // a seat answers once
    }
    await expect(findings).toContainText(w.no) // a side that must take part has not

    await be(page, 'secretary')
    await findings.getByRole('button', { name: w.record }).click()
    await form.getByLabel(w.seat).selectOption({ value: seat })
    await form.getByLabel(w.part).selectOption({ value: 'absent' })
    await form.getByLabel(w.source).fill('minutes, page 1')
    await form.getByRole('button', { name: w.sign }).click()
    await expect(findings).toContainText(w.others)
    await expect(findings).toContainText(w.no) // what others say of a seat makes no quorum

    await be(page, who)
    await findings.locator('[data-answer]').click()
    await expect(findings.locator('[data-meets]')).toBeVisible() // a dissent makes the quorum: whoever gives it is told before
    await expect(findings.locator('[data-quorum]')).toHaveCount(0)
    await findings.getByLabel(w.your).selectOption('no') // which is not to stay away
    await expect(findings.locator('[data-advice]')).toContainText(w.absent)
    await findings.getByLabel(w.your).selectOption('dissent')
    await expect(findings.locator('[data-advice]')).toHaveCount(0)
    await findings.getByLabel(w.why).fill('EXERCISE. Nobody of ours was there.')
    await findings.getByRole('button', { name: w.give }).click()
    await expect(findings).toContainText(w.yes)
    // Its date is that of the answer by which it was met, not the day that stands in the draft.
    const met = await findings.locator('[data-quorum] time').getAttribute('datetime')
    expect(met?.slice(0, 10)).not.toBe(finding.day.slice(0, 10))
    await expect(findings).not.toContainText(w.others)
  })
}

/** A stranger is not told that there is nothing where the public edition has nothing of it. */
const none = {
  en: [
    'No party was asked',
    'No verifier has looked',
    'Not attributed',
    'No body has issued',
    'No file belongs',
    'reports 0',
  ],
  ar: ['لم يُسأل أي طرف', 'لم ينظر فيه أي محقق', 'لم تُنسب إلى أحد', 'لم تصدر أي هيئة', 'لا ملف يخصّه', 'التقارير ٠'],
}
for (const [language, withheld, edition] of [
  ['en', 'Not in the public edition', 'the head of the last public edition'],
  ['ar', 'ليس في النسخة العلنية', 'رأس آخر نسخة علنية'],
] as const) {
  test(`every card of a file, the counts and the register tell a stranger what is withheld, ${language}`, async ({
    open,
    page,
    office,
    facts,
  }, info) => {
    await open(`/incidents/${facts.incident.answered}`, language)
    await settled(page)
    for (const card of ['where', 'positions', 'verification', 'attributions', 'harm', 'evidence', 'law'])
      await expect(page.locator(`section[aria-labelledby="${card}"]`), card).toContainText(withheld)
    await expect(page.locator('section[aria-labelledby="attributions"] [data-withheld]')).toHaveCount(2) // findings, too
    for (const text of none[language]) await expect(page.locator('main'), text).not.toContainText(text)
    await page.screenshot({ path: info.outputPath('stranger.png'), fullPage: true })
    await page.goto(`${office.address}/situation?noun=report`)
    await settled(page)
    await expect(page.locator('.noun').nth(1)).toContainText(withheld)
    await expect(page.locator('.noun').nth(1)).not.toContainText(/[0-9٠-٩]/)
    await expect(page.locator('.noun').first()).toContainText(/[0-9٠-٩]/)
    await expect(page.locator('.list')).toContainText(withheld)
    await page.screenshot({ path: info.outputPath('situation.png') })
    await page.goto(`${office.address}/register`)
    await expect(page.locator('[data-edition]')).toContainText(edition)

    await be(page, facts.liaison)
    await settled(page)
    await expect(page.locator('[data-edition]')).toHaveCount(0)
    await page.goto(`${office.address}/incidents/${facts.incident.answered}`)
    await settled(page)
    for (const card of ['positions', 'verification', 'attributions'])
      await expect(page.locator(`section[aria-labelledby="${card}"] [data-withheld]`), card).toHaveCount(0)
    await expect(page.locator('section[aria-labelledby="where"] .map-box')).toBeVisible()
  })
}
