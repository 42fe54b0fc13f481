import { useI18n } from 'vue-i18n'
import { number } from '@/i18n/format'
import { nounInfo } from '@/office/nouns'

/** What members of what is recorded are called, by their path: place.position.lat, or /for/0 as refusals point to them. */
export function useMemberName(): (path: string, by?: string) => string {
  const { t, te } = useI18n()
  return (path, by = '/') =>
    path
      .split(by)
      .filter(Boolean)
      .map((name) =>
        /^\d+$/.test(name) ? number(Number(name) + 1) : te(`member.${name}`) ? t(`member.${name}`) : name,
      )
      .join(' · ')
}

const pointer = /(?<![\w/:.])(?:\/[A-Za-z][A-Za-z0-9]*)(?:\/(?:[A-Za-z][A-Za-z0-9]*|\d+))*(?![\w/])/g

/** A subject in a sentence: incident/2017-05-07. */
const subject = /(?<![\w/.:])([a-z]+)\/([A-Za-z0-9][\w:-]*(?:\.[\w:-]+)*)/g

/** A sentence of the office, with the names of fields in place of the pointers to them. */
export const inWords = (sentence: string, called: (pointer: string) => string): string =>
  sentence
    .replace(pointer, (found) => `\u2068${called(found)}\u2069`)
    .replace(subject, (found, noun: string, name: string) => (nounInfo(noun) ? name : found))
