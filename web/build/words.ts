import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Plugin } from 'vite'

/** The languages of the desk, in the order of every entry of src/words. */
export const languages = ['en', 'ar', 'ru', 'tr', 'fa'] as const

type Sections = Record<string, Record<string, string[]>>

/** What a sentence leaves open, such as {count}: all languages must leave open the same. */
function gaps(sentence: string): string {
  return [...new Set(sentence.match(/\{\w+\}/g) ?? [])].sort().join(' ')
}

/** Reads src/words and refuses an entry that is not whole in five languages. */
export function readWords(folder: string): Sections {
  const sections: Sections = {}
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const entries = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, string[]>
    for (const [key, all] of Object.entries(entries)) {
      const whole = all.length === languages.length && all.every((s) => s.trim() !== '')
      if (!whole) throw new Error(`${file}: ${key} is not there in ${languages.join(', ')}`)
      const odd = all.findIndex((s) => gaps(s) !== gaps(all[0] ?? ''))
      if (odd >= 0) throw new Error(`${file}: ${key} leaves open other things in ${languages[odd]} than in en`)
    }
    sections[basename(file, '.json')] = entries
  }
  return sections
}

/** One language's words, as vue-i18n takes them. */
export function wordsOf(sections: Sections, language: string): Record<string, Record<string, string>> {
  const at = (languages as readonly string[]).indexOf(language)
  const of = (entries: Record<string, string[]>) =>
    Object.fromEntries(Object.entries(entries).map(([k, all]) => [k, all[at] ?? '']))
  return Object.fromEntries(Object.entries(sections).map(([name, entries]) => [name, of(entries)]))
}

const prefix = 'virtual:words/'

/** Serves virtual:words/en and so on: people load their own language only. */
export function words(folder: string): Plugin {
  return {
    name: 'truce-words',
    resolveId: (id) => (id.startsWith(prefix) ? '\0' + id : undefined),
    load(id) {
      if (!id.startsWith('\0' + prefix)) return
      for (const file of readdirSync(folder)) this.addWatchFile(join(folder, file))
      const language = id.slice(prefix.length + 1)
      return `export default ${JSON.stringify(wordsOf(readWords(folder), language))}`
    },
  }
}
