/** The fingerprint of a key (RFC 7638) as people read it off paper and type it: in groups, spaces counting for nothing. */

const width = 4
const form = /^[A-Za-z0-9_-]{43}$/

/** Without what people put between the groups. */
export const tight = (typed: string): string => typed.replace(/\s+/g, '')

export const isFingerprint = (typed: string): boolean => form.test(tight(typed))

export const groups = (text: string): string[] => tight(text).match(new RegExp(`.{1,${width}}`, 'g')) ?? []

interface Group {
  text: string
  fits: boolean
}

/** What was typed, group by group, held to what it should be: a group that is not whole yet fits if its beginning does. */
export function held(typed: string, to: string): Group[] {
  const wanted = groups(to)
  return groups(typed).map((text, i) => ({ text, fits: (wanted[i] ?? '').startsWith(text) }))
}
