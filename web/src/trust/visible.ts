/** What nobody sees in a text: the twin of package visible, held to the same vectors (testdata/vectors/texts.json). */

const needed = /[\t\n]|\r\n/g
const hiding =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]/u

/** The first character of a text that nobody sees and nobody needs, such as U+202E. */
export function hidden(text: string): string | undefined {
  const found = hiding.exec(text.replace(needed, ''))?.[0]
  return found && codeOf(found)
}

/** Whether there is nothing to be read in a text. */
export const blank = (text: string): boolean =>
  !/[^\s\p{Cf}\u0000-\u0020\u007f-\u00a0\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]/u.test(text)

const codeOf = (c: string): string => `U+${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`

/** The first such character of all texts of a body, and in which member it stands. */
export function hiddenIn(value: unknown, at = ''): { code: string; at: string } | undefined {
  if (typeof value === 'string') {
    const code = hidden(value)
    return code ? { code, at } : undefined
  }
  if (value === null || typeof value !== 'object') return undefined
  for (const [name, member] of Object.entries(value)) {
    const found = hiddenIn(member, `${at}/${name}`)
    if (found) return found
  }
  return undefined
}
