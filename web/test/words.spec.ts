import { be, expect, settled, test } from './office'

/**
 * No screen tells people a code, a pointer, an identifier, a key that was not translated, or what a program prints where it
 * has nothing to say. What is for machines stands in a code element, where it can be compared with another.
 */

/** What no reader should meet. */
const unsaid: [what: string, sign: RegExp][] = [
  ['a value that is not there', /\bundefined\b|\[object Object\]|Invalid Date|\bNaN\b/],
  ['a key that was not translated', /\b[a-z]{3,}(?:\.[a-z][a-z_]+)+\b/],
  ['a pointer', /(?:^|\s)\/[a-z][\w-]*(?:\/[\w-]+)*(?=$|[\s:.,])/],
  ['a code', /\b[a-z0-9]+_+[a-z0-9_]+\b|\bown-[a-z]|\bdz-[a-z]/i],
  ['a member', /\b[a-z]+[A-Z][a-zA-Z]+\b/],
  ['an identifier', /jkt:[\w-]{10,}|\b[0-9a-f]{24,}\b/],
  ['a subject', /(?:^|[\s(])[a-z]+\/[A-Za-z0-9][\w.:-]*(?=$|[\s),])/],
]

/** What looks so and is not: short, and each with its reason. Texts that people wrote themselves (data-own-words) may name whatever they like. */
const meant: [sign: RegExp, why: string][] = [
  [/\b(?:hq|sede)\.[a-z.]+\.truce\b|\bexercise\.truce\b|\balbarena\.truce\b/g, 'the name of a register'],
  [/\b(?:image|application|text|video|audio)\/[\w.+-]+/g, 'the kind of a file, as its maker says it'],
  [/\bOpenStreetMap\b|\bGeoJSON\b|\bMapLibre\b/g, 'names of others'],
]

/** Lists of records of which the name is the code by which people agreed to call them. */
const named = /^\/records\/(?:zone|word|line)(?:\/|$)/

type Text = { text: string; at: string }

/** Every text that is to be seen or is read out, but what stands in a code element; folded parts are opened. */
function texts(): Text[] {
  const aside = 'code, pre, style, script, textarea, .maplibregl-map, [data-own-words]'
  const all: Text[] = []
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement as HTMLElement
    const text = walk.currentNode.textContent?.trim() ?? ''
    if (text && !e.closest(aside) && e.checkVisibility()) all.push({ text, at: `${e.tagName} ${e.className}` })
  }
  for (const e of document.querySelectorAll('[aria-label], [placeholder]'))
    for (const name of ['aria-label', 'placeholder']) {
      const text = e.getAttribute(name)
      if (text && !e.closest(aside)) all.push({ text, at: `${name} of ${e.tagName}` })
    }
  return all
}

for (const [who, language] of [
  ['', 'en'],
  ['secretary', 'en'],
  ['liaison', 'own'],
] as const) {
  test(`no screen tells ${who || 'a stranger'} what is for machines, ${language}`, async ({
    open,
    page,
    office,
    facts,
    scenario,
  }) => {
    test.slow() // every screen, every list, and a record of each
    const spoken = language === 'own' ? (scenario === 'albarena-2025' ? 'es' : 'ar') : language
    await open('/register', spoken)
    if (who) await be(page, who === 'liaison' ? facts.liaison : who)
    const nouns = (await (await fetch(office.address + '/api/nouns')).json()).nouns as { noun: string; list: string }[]
    const addresses = [...facts.addresses]
    for (const n of nouns) {
      addresses.push(`/records/${n.noun}`)
      const first = (await (await fetch(`${office.address}${n.list}?limit=1`)).json()).items?.[0]
      if (first) addresses.push(`/records/${first.subject}`)
    }
    const found: string[] = []
    for (const address of new Set(addresses)) {
      await page.goto(office.address + address)
      await settled(page)
      for (let more = 0; more < 3; more++) {
        await page.evaluate(() => document.querySelectorAll('details').forEach((d) => (d.open = true)))
        await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 50))))
      }
      for (const { text, at } of await page.evaluate(texts)) {
        const rest = meant.reduce((t, [sign]) => t.replace(sign, ''), text)
        for (const [what, sign] of unsaid) {
          if (named.test(address) && (what === 'a code' || what === 'a key that was not translated')) continue
          const hit = sign.exec(rest)?.[0].trim()
          const line = `${address}: ${what}, ${hit} (${at})`
          if (hit && !found.includes(line)) found.push(line)
        }
      }
    }
    expect(found.slice(0, 80)).toEqual([])
  })
}
