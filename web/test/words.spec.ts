import { be, expect, test, walk, type Office } from './office'

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
  [/\b[\w-]+\.(?:png|txt|wav|xml)\b/g, 'the name of a file, which people chose for the piece of evidence'],
  [/\bOpenStreetMap\b|\bGeoJSON\b|\bMapLibre\b/g, 'names of others'],
]

/** Nouns whose records have a name beside the short one by which programs call them. */
const called = ['zone', 'body', 'post', 'line', 'agreement', 'word']

/** Everything that has a name in words and is a code: short names of such records, words of the lists, statuses. */
async function codes(office: Office): Promise<Set<string>> {
  const token = (await office.run('keys', 'token', '--key', office.key('secretary'))).trim()
  const ask = async (path: string) =>
    (await fetch(office.address + path, { headers: { Authorization: `Bearer ${token}` } })).json()
  const all: string[] = []
  const nouns = (await ask('/api/nouns')).nouns as { noun: string; list: string }[]
  for (const n of nouns) {
    const items = (await ask(`${n.list}?limit=1000`)).items as { subject: string; status?: string }[]
    all.push(...items.map((i) => i.status ?? ''))
    if (called.includes(n.noun)) all.push(...items.map((i) => i.subject.slice(n.noun.length + 1)))
  }
  const lists = (await ask('/api/taxonomies')).lists as { terms: { code: string }[] }[]
  all.push(...lists.flatMap((l) => l.terms.map((t) => t.code)))
  return new Set(all.filter((code) => /[-_]/.test(code)))
}

/** What stands in a text as programs write names: several parts and no blank. */
const joined = /(?<![\w./-])[A-Za-z0-9]+(?:[-_.]+[A-Za-z0-9]+)+/g

/** Lists of records of which the name is the code by which people agreed to call them. */
const named = /^\/records\/(?:zone|word|line)(?:\/|$)/

type Text = { text: string; at: string }

/** Every text that is to be seen or is read out, but what stands in a code element; folded parts are opened, and the page of a bulletin. */
function texts(): Text[] {
  const aside = 'code, pre, style, script, textarea, .maplibregl-map, [data-own-words]'
  const all: Text[] = []
  const pages = [...document.querySelectorAll('*')].flatMap((e) => e.shadowRoot ?? [])
  for (const root of [document.body, ...pages]) {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) {
      const e = walk.currentNode.parentElement as HTMLElement
      const text = walk.currentNode.textContent?.trim() ?? ''
      if (text && !e.closest(aside) && e.checkVisibility()) all.push({ text, at: `${e.tagName} ${e.className}` })
    }
  }
  for (const e of document.querySelectorAll('[aria-label], [placeholder]'))
    for (const name of ['aria-label', 'placeholder']) {
      const text = e.getAttribute(name)
      if (text && !e.closest(aside)) all.push({ text, at: `${name} of ${e.tagName}` })
    }
  return all
}

/** Opens what is folded, lets it be drawn, and says whether there was something. */
async function unfold(): Promise<boolean> {
  const folded = document.querySelectorAll<HTMLDetailsElement>('details:not([open])')
  folded.forEach((d) => (d.open = true))
  if (folded.length) await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 50)))
  return folded.length > 0
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
    const known = await codes(office)
    const found: string[] = []
    for (const address of new Set(addresses)) {
      await walk(page, address)
      for (let within = 0; within < 3 && (await page.evaluate(unfold)); within++); // what was folded may hold what is
      for (const { text, at } of await page.evaluate(texts)) {
        const rest = meant.reduce((t, [sign]) => t.replace(sign, ''), text)
        for (const [code] of rest.matchAll(joined))
          if (known.has(code)) found.push(`${address}: what has a name, ${code} (${at})`)
        for (const [what, sign] of unsaid) {
          if (named.test(address) && (what === 'a code' || what === 'a key that was not translated')) continue
          const hit = sign.exec(rest)?.[0].trim()
          const line = `${address}: ${what}, ${hit} (${at})`
          if (hit && !found.includes(line)) found.push(line)
        }
      }
    }
    expect([...new Set(found)].slice(0, 80)).toEqual([])
  })
}
