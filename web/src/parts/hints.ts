import { language } from '@/i18n/language'

/** What a schema says of a member is written in English: it is shown to whoever reads English, and left out for others. */
export const hintOf = (description: string | undefined): string | undefined =>
  language.value === 'en' ? description : undefined
