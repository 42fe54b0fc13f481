import { languages } from 'virtual:languages'

/** The forms in which languages count (Unicode CLDR), in the order in which words.json gives them, with | between. */
const order = ['zero', 'one', 'two', 'few', 'many', 'other'] as const

/** Those that a language has: English two, Arabic six. */
export function forms(language: string): string[] {
  const has = new Intl.PluralRules(language).resolvedOptions().pluralCategories
  return order.filter((form) => has.includes(form))
}

/** Which form of a sentence tells a number, of each language of the desk. A sentence of one form is said of every number. */
export const pluralRules = Object.fromEntries(
  Object.keys(languages).map((language) => {
    const [all, rules] = [forms(language), new Intl.PluralRules(language)]
    return [language, (n: number) => all.indexOf(rules.select(n))]
  }),
)
