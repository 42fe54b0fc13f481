import { language } from '@/i18n/language'

/** What somebody wrote in words, and in which language (package shape, Prose). */
export interface Prose {
  text: string
  language: string // BCP 47; "und" if the author did not say
}

/** Whether a value is a text with its language, and nothing else. */
export const isProse = (value: unknown): value is Prose =>
  value !== null && typeof value === 'object' && Object.keys(value).sort().join(' ') === 'language text'

/** A text as its author wrote it, in the language of the desk unless they say another. */
export const said = (text: string, written: string = language.value): Prose => ({
  text: text.trim(),
  language: written,
})

/** As said, or nothing if nothing was written. */
export const saidOr = (text: string, written?: string): Prose | undefined =>
  text.trim() ? said(text, written) : undefined
