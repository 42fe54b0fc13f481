import { computed, ref } from 'vue'

/** The languages of the desk. Digits and the calendar go with them. */

export const languages = {
  en: { name: 'English', dir: 'ltr', locale: 'en-GB' },
  ar: { name: 'العربية', dir: 'rtl', locale: 'ar-SY-u-nu-arab-ca-gregory' },
  ru: { name: 'Русский', dir: 'ltr', locale: 'ru-RU' },
  tr: { name: 'Türkçe', dir: 'ltr', locale: 'tr-TR' },
  fa: { name: 'فارسی', dir: 'rtl', locale: 'fa-IR-u-nu-arabext-ca-gregory' },
} as const

export type Language = keyof typeof languages

const isLanguage = (text: string | null): text is Language => text !== null && text in languages

/** What was chosen here before; else the first of the browser's languages that we have. */
function preferred(): Language {
  const kept = localStorage.getItem('language')
  if (isLanguage(kept)) return kept
  return navigator.languages.map((l) => l.slice(0, 2)).find(isLanguage) ?? 'en'
}

export const language = ref<Language>(preferred())
export const direction = computed(() => languages[language.value].dir)
export const locale = computed(() => languages[language.value].locale)
