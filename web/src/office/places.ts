import { shallowRef } from 'vue'
import { language } from '@/i18n/language'
import { askJson, listAll, type Item } from './api'

/** What zones and areas are called, in the reader's language if it is known so. */

export interface Name { language: string; text: string; variant?: boolean }
interface Named { code: string; names?: Name[]; boundary?: { names?: Name[] } }

const known = shallowRef(new Map<string, Name[]>())
const asked = new Set<string>()

function take(code: string, names: Name[] | undefined): void {
  if (names?.length) known.value = new Map(known.value).set(code, names)
}

/** The name among several: in the reader's language, else in English or Latin letters, else any. */
export function among(names: Name[] | undefined): string | undefined {
  const of = (l: string) => names?.find((n) => n.language === l && !n.variant) ?? names?.find((n) => n.language === l)
  const latin = ['ar', 'fa'].includes(language.value) ? ['ar'] : ['en', 'ar-Latn']
  return [language.value, ...latin, 'en'].map(of).find((n) => n)?.text ?? names?.[0]?.text
}

/** The name of an area by its code; the code itself until the office has told it. */
export function areaName(code: string | undefined): string {
  if (!code) return ''
  if (!known.value.has(code) && !asked.has(code)) {
    asked.add(code)
    void askJson<{ items: Item[] }>(`/api/subjects/place/${encodeURIComponent(code)}`)
      .then(({ items }) => take(code, (items[0]?.state as Named | undefined)?.names), () => undefined)
  }
  return among(known.value.get(code)) ?? code
}

/** The codes of all zones that there are or were. */
export async function loadZones(): Promise<string[]> {
  const codes = new Set<string>()
  for (const { state } of await listAll('/api/zones')) {
    const z = state as Named
    codes.add(z.code)
    take(z.code, z.boundary?.names)
  }
  return [...codes].sort()
}

/** The name of a zone by its code, once zones were loaded. */
export const zoneName = (code: string | undefined): string => (code ? among(known.value.get(code)) ?? code : '')
