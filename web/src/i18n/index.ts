import { createI18n } from 'vue-i18n'
import { language, languages, type Language } from './language'

type Words = Record<string, Record<string, string>>

const load: Record<Language, () => Promise<{ default: Words }>> = {
  en: () => import('virtual:words/en'),
  ar: () => import('virtual:words/ar'),
  ru: () => import('virtual:words/ru'),
  tr: () => import('virtual:words/tr'),
  fa: () => import('virtual:words/fa'),
}

export const i18n = createI18n({ legacy: false, locale: language.value, messages: {} as Record<string, Words> })

/** Shows the desk in a language, without loading the page again. */
export async function speak(to: Language): Promise<void> {
  const words = (await load[to]()).default
  i18n.global.setLocaleMessage(to, words)
  i18n.global.locale.value = to
  language.value = to
  localStorage.setItem('language', to)
  const root = document.documentElement
  root.lang = to
  root.dir = languages[to].dir
}
