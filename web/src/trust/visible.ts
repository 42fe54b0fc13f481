/** What nobody sees in a text: the twin of package visible, held to the same vectors (testdata/vectors/texts.json). */

/** What is unseen by a number of the rules of admission and by those after it, until the next (package edition). */
interface Edition {
  since: number
  unseen: RegExp
}

/** The first is ground/visible/unseen.txt, but for what has a rule of its own below. */
const first =
  /[\u0000-\u0008\u000b-\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u200b\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\u{13430}-\u{1343f}\u{1bca0}-\u{1bca3}\u{1d159}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/u
export const editions: Edition[] = [{ since: 1, unseen: first }]

/** What is unseen by the edition of a number; by the last if no number is known. */
export function unseenBy(number: number | undefined, all: Edition[] = editions): RegExp {
  const decides = all.filter((e) => number === undefined || e.since <= number).pop()
  return (decides ?? (all[0] as Edition)).unseen
}

const own = /[\r\u061c\u200c-\u200f\ufe0e\ufe0f]/
/** Signs of which a selector behind them says whether they are drawn as pictures. */
const symbol =
  /^[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u27bf\u2900-\u2bff\u3030\u303d\u3297\u3299\u{1f000}-\u{1fbff}]$/u
/** Letters and digits between two of which nothing unseen has a place. */
const apart = /^[0-9A-Za-z\u00c0-\u058f\u1e00-\u1fff]$/
const mark = /^[\u061c\u200c-\u200f]$/
const blanks = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u061c\u200c-\u200f\ufe0e\ufe0f]$/

/** The first character of a text that nobody sees and that the text does not need, such as U+202E. */
export function hidden(text: string, unseen = unseenBy(undefined)): string | undefined {
  if (!unseen.test(text) && !own.test(text)) return undefined
  const all = Array.from(text)
  const found = all.findIndex((c, i) => unseen.test(c) || (own.test(c) && misplaced(all, i)))
  return found < 0 ? undefined : codeOf(all[found] as string)
}

/** Whether a character that has a place in some texts has none where it stands. */
function misplaced(all: string[], i: number): boolean {
  const [before = '', c = '', after = ''] = [all[i - 1], all[i], all[i + 1]]
  if (c === '\r') return after !== '\n'
  if (mark.test(c)) return apart.test(beside(all, i, -1)) && apart.test(beside(all, i, 1))
  return !symbol.test(before) && !(c === '\ufe0f' && /^[0-9#*]$/.test(before) && after === '\u20e3')
}

/** The next character on one side that is no mark. */
function beside(all: string[], i: number, step: 1 | -1): string {
  let at = i + step
  while (mark.test(all[at] ?? '')) at += step
  return all[at] ?? ''
}

/** Whether there is nothing to be read in a text. */
export const blank = (text: string, unseen = unseenBy(undefined)): boolean =>
  Array.from(text).every((c) => blanks.test(c) || unseen.test(c))

const codeOf = (c: string): string => `U+${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`

/** A text that is not to be signed: it has a character that nobody sees, or nothing to be read; and in which member it stands. */
export interface Amiss {
  code: string // of the character; "" if there is nothing to be read
  at: string
}

/** The first such text of a body, by a number of the rules of admission. */
export const amissIn = (value: unknown, number?: number): Amiss | undefined => amissAt(value, unseenBy(number), '')

function amissAt(value: unknown, unseen: RegExp, at: string): Amiss | undefined {
  if (typeof value === 'string') {
    const code = hidden(value, unseen) ?? ''
    return code || blank(value, unseen) ? { code, at } : undefined
  }
  if (value === null || typeof value !== 'object') return undefined
  for (const [name, member] of Object.entries(value)) {
    const found = amissAt(member, unseen, `${at}/${name}`)
    if (found) return found
  }
  return undefined
}
