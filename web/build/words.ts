import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/** A language of the one list that Go has, too (package tongue). */
interface Tongue {
  code: string
  name: string
  dir: 'ltr' | 'rtl'
  locale: string
  added?: boolean // its words stand in a file of their own, src/tongues/NN.json
}

const list = fileURLToPath(new URL('../../ground/tongue/languages.json', import.meta.url))
export const tongues = JSON.parse(readFileSync(list, 'utf8')) as Tongue[]
export const languages = tongues.map((t) => t.code)

/** Those whose words stand side by side in every entry of src/words, in this order. */
export const first = tongues.filter((t) => !t.added).map((t) => t.code)

export type Sections = Record<string, Record<string, string[]>>
type Words = Record<string, Record<string, string>>

/** What a sentence leaves open, such as {count}: all languages must leave open the same. */
function gaps(sentence: string): string {
  return [...new Set(sentence.match(/\{\w+\}/g) ?? [])].sort().join(' ')
}

/** Reads src/words and refuses an entry that is not whole in the first languages. */
export function readWords(folder: string): Sections {
  const sections: Sections = {}
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const entries = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, string[]>
    for (const [key, all] of Object.entries(entries)) {
      const whole = all.length === first.length && all.every((s) => s.trim() !== '')
      if (!whole) throw new Error(`${file}: ${key} is not there in ${first.join(', ')}`)
      const odd = all.findIndex((s) => gaps(s) !== gaps(all[0] ?? ''))
      if (odd >= 0) throw new Error(`${file}: ${key} leaves open other things in ${first[odd]} than in en`)
    }
    sections[basename(file, '.json')] = entries
  }
  return sections
}

/** Where the words of a language lie that was added. */
const fileOf = (folder: string, language: string): string => join(folder, '../tongues', `${language}.json`)

/** The words of a language that was added, as far as they are there. */
export const readAdded = (folder: string, language: string): Words =>
  JSON.parse(readFileSync(fileOf(folder, language), 'utf8')) as Words

/** What a language that was added lacks, has too much, or leaves open otherwise than English: each as section.key. */
export function lacks(sections: Sections, added: Words): string[] {
  const wrong: string[] = []
  for (const [name, entries] of Object.entries(sections))
    for (const [key, all] of Object.entries(entries)) {
      const text = added[name]?.[key]
      if (!text?.trim() || gaps(text) !== gaps(all[0] ?? '')) wrong.push(`${name}.${key}`)
    }
  for (const [name, entries] of Object.entries(added))
    for (const key of Object.keys(entries)) if (!sections[name]?.[key]) wrong.push(`${name}.${key}`)
  return wrong
}

/** One language's words, as vue-i18n takes them. What an added one lacks is said in English. */
export function wordsOf(folder: string, language: string): Words {
  const sections = readWords(folder)
  const at = Math.max(first.indexOf(language), 0)
  const added = first.includes(language) ? {} : readAdded(folder, language)
  const of = (name: string, entries: Record<string, string[]>) =>
    Object.fromEntries(Object.entries(entries).map(([k, all]) => [k, added[name]?.[k] ?? all[at] ?? '']))
  return Object.fromEntries(Object.entries(sections).map(([name, entries]) => [name, of(name, entries)]))
}

const index = 'virtual:languages'
const prefix = 'virtual:words/'

/** Serves virtual:languages, and virtual:words/en and so on: people load their own language only. */
export function words(folder: string): Plugin {
  const load = languages.map((l) => `${JSON.stringify(l)}: () => import(${JSON.stringify(prefix + l)})`)
  const told = tongues.map(({ code, name, dir, locale }) => [code, { name, dir, locale }])
  return {
    name: 'truce-words',
    resolveId: (id) => (id === index || id.startsWith(prefix) ? '\0' + id : undefined),
    load(id) {
      if (id === '\0' + index)
        return `export const languages = ${JSON.stringify(Object.fromEntries(told))}\nexport const load = { ${load.join(', ')} }`
      if (!id.startsWith('\0' + prefix)) return
      const language = id.slice(prefix.length + 1)
      for (const file of readdirSync(folder)) this.addWatchFile(join(folder, file))
      if (!first.includes(language)) this.addWatchFile(fileOf(folder, language))
      return `export default ${JSON.stringify(wordsOf(folder, language))}`
    },
  }
}
