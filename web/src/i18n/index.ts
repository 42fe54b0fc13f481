import { load } from 'virtual:languages'
import { createI18n } from 'vue-i18n'
import { pluralRules } from './plural'
import { language, languages, type Language, type Words } from './language'

export const i18n = createI18n({
  legacy: false,
  locale: language.value,
  messages: {} as Record<string, Words>,
  pluralRules,
})

/** Shows the desk in a language, without loading the page again. */
export async function speak(to: Language): Promise<void> {
  const words = (await load[to]!()).default
  i18n.global.setLocaleMessage(to, words)
  i18n.global.locale.value = to
  language.value = to
  localStorage.setItem('language', to)
  const root = document.documentElement
  root.lang = to
  root.dir = languages[to]!.dir
}
