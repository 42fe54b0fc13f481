import { be, expect, settled, test } from './office'
import type { Schema } from '../src/office/nouns'

/** Nobody is asked to sign what he or she is not shown: of every kind that can wait for signatures, each member of what is signed stands on its card. */

interface Kind {
  kind: string
  noun: string
  schema: string
}
type Json = string | number | boolean | Json[] | { [name: string]: Json }

/** A body with everything that its schema allows, each text another one. */
function full(schema: Schema, path: string): Json {
  const inside = (name: string | number) => (path ? `${path}.${name}` : String(name))
  if (schema.properties?.['text'] && schema.properties['language']) return { text: `Said of ${path}`, language: 'en' }
  if (schema.properties)
    return Object.fromEntries(Object.entries(schema.properties).map(([name, s]) => [name, full(s, inside(name))]))
  if (schema.type === 'array') return schema.items?.properties ? [full(schema.items, inside(0))] : [`Said of ${path}`]
  if (schema.type === 'integer' || schema.type === 'number') return 7
  if (schema.type === 'boolean') return true
  if (schema.enum) return schema.enum[0] as string
  return schema.format === 'date-time' ? '2026-05-01T10:00:00Z' : `Said of ${path}`
}

/** The members that say something, by their paths, with what they say. */
function members(value: Json, path = ''): [string, string][] {
  if (Array.isArray(value) && value.every((v) => typeof v !== 'object')) return [[path, value.join()]]
  if (typeof value !== 'object') return [[path, String(value)]]
  if ('text' in value && 'language' in value) return [[path, String(value['text'])]]
  return Object.entries(value).flatMap(([name, v]) => members(v, path ? `${path}.${name}` : name))
}

for (const language of ['en', 'ar'] as const) {
  test(`every kind that waits for signatures shows each member of what is signed, ${language} @syria-2017`, async ({
    open,
    page,
    office,
  }) => {
    const ask = async (path: string) => (await fetch(office.address + path)).json()
    const { kinds } = (await ask('/schemas')) as { kinds: Kind[] }
    const signed = new Set(kinds.filter((k) => k.kind === 'endorsed').map((k) => k.noun))
    const waiting = kinds.filter((k) => signed.has(k.noun) && k.kind !== 'endorsed')
    expect(waiting.map((k) => k.kind)).toContain('register-succeeded')
    const bodies = new Map<string, Json>()
    for (const k of waiting) bodies.set(k.kind, full((await ask(k.schema)) as Schema, ''))
    await page.route('**/api/proposals', (route) =>
      route.fulfill({
        json: {
          items: waiting.map((k, i) => ({
            act: {
              id: String(i).padStart(64, '0'),
              kind: k.kind,
              received: '2026-05-01T10:00:00Z',
              body: bodies.get(k.kind),
            },
            subject: `${k.noun}/one`,
            standing: 'waits',
            yours: 'mission',
            voices: [{ voice: 'mission', asked: true }],
          })),
        },
      }),
    )
    await open('/endorse', language)
    await be(page, 'administrator')
    await settled(page)
    for (const [i, k] of waiting.entries()) {
      const card = page.getByRole('article').filter({ hasText: String(i).padStart(64, '0') })
      for (const [path, text] of members(bodies.get(k.kind)!)) {
        const said = card.locator(`dt[title="${path}"] + dd`)
        await expect(said, `${k.kind} ${path}`).toBeVisible()
        if (text.startsWith('Said of')) await expect(said, `${k.kind} ${path}`).toContainText(text)
      }
    }
  })
}

for (const [language, says, dissent] of [
  ['en', 'takes nothing more, from anybody', 'I took part and think otherwise'],
  ['ar', 'لا يتسلّم', 'شاركت ورأيي مخالف'],
] as const) {
  test(`who ends a register sees by which, from which head, and that it takes nothing more, ${language} @syria-2017`, async ({
    open,
    page,
    facts,
  }, info) => {
    const key = 'new.truce+0419c1bc+AR+/PemRNJz6i7IZtUKy2xA154SYCX90vFuhiHDhVzfY'
    const root = 'g0HpfJ/kzGMmVmOuwZQyRCVV1ztXJ4HO2YfgwvbnMos='
    await page.route('**/api/proposals', (route) =>
      route.fulfill({
        json: {
          items: [
            {
              act: {
                id: '1'.repeat(64),
                kind: 'register-succeeded',
                received: '2026-05-01T10:00:00Z',
                body: {
                  registerKey: key,
                  head: `old.truce\n41\n${root}\n\n— old.truce 0BBnBvAA\n`,
                  reason: { text: 'Seized.', language: 'en' },
                },
              },
              subject: 'office/old.truce',
              standing: 'waits',
              yours: 'mission',
              voices: [{ voice: 'mission', asked: true }],
            },
          ],
        },
      }),
    )
    await open('/endorse', language)
    await be(page, facts.root)
    await settled(page)
    const card = page.getByRole('article')
    await expect(card.getByRole('heading')).toContainText(says)
    const terms = card.locator('[data-succession]')
    await expect(terms).toContainText('new.truce')
    await expect(terms).toContainText(key)
    await expect(terms).toContainText(root)
    await expect(terms).toContainText(language === 'ar' ? '٤١' : '41')
    await page.screenshot({ path: info.outputPath('succession.png'), fullPage: true })
    await card.getByRole('button').first().click()
    const options = card.getByRole('combobox').first().locator('option')
    await expect(options.filter({ hasText: dissent })).toHaveCount(0) // a register's end is no finding
    expect(await options.count()).toBeGreaterThan(2)
  })
}
