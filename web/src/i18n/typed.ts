/** Numbers as people type them, in digits of their own. What can be read in two ways is not guessed. */

/** What a field takes. */
export interface Limits {
  whole?: boolean
  least?: number
  most?: number
}

type NumberFault = 'not' | 'two' | 'whole' | 'range'

/** Marks of direction that come along when a number is pasted (Unicode Bidi_Control). */
const unseen = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

const latin = (text: string): string =>
  text
    .replace(unseen, '')
    .trim()
    .replace(/[٠-٩]/g, (d) => String('٠١٢٣٤٥٦٧٨٩'.indexOf(d)))
    .replace(/[۰-۹]/g, (d) => String('۰۱۲۳۴۵۶۷۸۹'.indexOf(d)))
    .replace(/[−‒–]/g, '-')
    .replace(/['’٬\s]/g, "'") // what stands between thousands, and is never a point

/** What a text can mean: once where it is plain, twice where a comma or a point may stand for thousands. */
function readings(text: string): number[] {
  const [sign, digits] = text.startsWith('-') ? [-1, text.slice(1)] : [1, text.replace(/^\+/, '')]
  const one = (groups: string, part = '') => [sign * Number(groups.replace(/[^0-9]/g, '') + (part && '.' + part))]
  const plain = /^(\d+|\d{1,3}(?:'\d{3})+)(?:[.,٫](\d+))?$/.exec(digits)
  const grouped = /^(\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:,\d{3})+(?=\.))(?:\.(\d+))?$/.exec(digits)
  const pointed = /^(\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:\.\d{3})+(?=[,٫]))(?:[,٫](\d+))?$/.exec(digits)
  const found = plain ?? grouped ?? pointed
  if (!found) return []
  const either = /^[1-9]\d{0,2}[.,]\d{3}$/.test(digits)
  return [...one(found[1] as string, found[2]), ...(either ? one(digits) : [])]
}

/** The number of a field, or what is wrong with it; neither where nothing is typed. */
export function readNumber(text: string, limits: Limits = {}): { value?: number; fault?: NumberFault } {
  const { whole = false, least = -Infinity, most = Infinity } = limits
  if (!latin(text)) return {}
  const all = readings(latin(text)).filter(Number.isFinite)
  if (!all.length) return { fault: 'not' }
  const fit = all.filter((n) => n >= least && n <= most)
  if (fit.length > 1) return { fault: 'two' }
  const [value] = fit
  if (value === undefined) return { fault: 'range' }
  return whole && !Number.isInteger(value) ? { fault: 'whole' } : { value }
}

/** The number of a field; undefined for none, and for what is not understood. */
export const typed = (text: string, limits?: Limits): number | undefined => readNumber(text, limits).value
