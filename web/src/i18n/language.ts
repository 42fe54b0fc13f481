import { languages } from 'virtual:languages'
import { computed, ref } from 'vue'

/** The languages of the desk (ground/tongue/languages.json). Digits and the calendar go with them. */
export { languages }

/** The code of one of them. */
export type Language = string
export type Words = Record<string, Record<string, string>>

const isLanguage = (text: string | null): text is Language => text !== null && text in languages

/** What was chosen here before; else the first of the browser's languages that we have. */
function preferred(): Language {
  const kept = localStorage.getItem('language')
  if (isLanguage(kept)) return kept
  return navigator.languages.map((l) => l.slice(0, 2)).find(isLanguage) ?? 'en'
}

export const language = ref<Language>(preferred())
/** The one that the desk is shown in. */
export const spoken = computed(() => languages[language.value]!)
export const direction = computed(() => spoken.value.dir)
export const locale = computed(() => spoken.value.locale)
