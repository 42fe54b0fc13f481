/** JSON as acts hold it: no member may stand twice, or two readers would read two things. */

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
export type JsonObject = { [name: string]: Json }

/** Parses, and throws for members that are repeated, halves of letters (lone surrogates), and numbers that RFC 8785 and ECMAScript spell otherwise. */
export function parseStrict(text: string): Json {
  const value = JSON.parse(text) as Json
  refuseRepeated(text)
  refuseOddNumbers(text)
  return value
}

/** Others would read another number in 1e-400 or in 34 digits. text is well-formed: JSON.parse has seen it. */
function refuseOddNumbers(text: string): void {
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[-0-9][-+.0-9eE]*/g))
    if (token[0] !== '"' && token !== String(Number(token))) throw new Error(`a number that is written ${token}`)
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** text is well-formed: JSON.parse has seen it. */
function refuseRepeated(text: string): void {
  const open: (Set<string> | null)[] = [] // names met in each object that is open; null for lists
  let name = false // a string that begins here is a name
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (c === '{') {
      open.push(new Set())
      name = true
    } else if (c === '[') {
      open.push(null)
      name = false
    } else if (c === '}' || c === ']') {
      open.pop()
      name = false
    } else if (c === ',') {
      name = open.at(-1) instanceof Set
    } else if (c === '"') {
      const end = stringEnd(text, i)
      refuseHalves(text.slice(i, end))
      if (name) take(open.at(-1) as Set<string>, JSON.parse(text.slice(i, end)) as string)
      name = false
      i = end - 1
    }
  }
}

/** Half a letter can only be written with an escape: the text itself is UTF-8. */
function refuseHalves(quoted: string): void {
  if (quoted.includes('\\u') && /\p{Surrogate}/u.test(JSON.parse(quoted) as string)) throw new Error('half a letter')
}

function take(names: Set<string>, name: string): void {
  if (names.has(name)) throw new Error(`the member ${name} stands twice`)
  names.add(name)
}

function stringEnd(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '"') return i + 1
  }
  return text.length
}

/** An object that is a member of the outermost object, as it is written, blanks and all; '' if there is none. */
export function written(text: string, name: string): string {
  let depth = 0
  let from = -1
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string
    if (c === '"') {
      const end = stringEnd(text, i)
      const value = depth === 1 && JSON.parse(text.slice(i, end)) === name && /^\s*:\s*(?={)/.exec(text.slice(end))
      if (value) from = end + value[0].length
      i = end - 1
    } else if (c === '{' || c === '[') depth++
    else if ((c === '}' || c === ']') && --depth === 1 && from >= 0) return text.slice(from, i + 1)
  }
  return ''
}

/** Whether more objects and lists than that lie within one another. */
export function tooDeep(value: Json, most: number): boolean {
  if (value === null || typeof value !== 'object') return false
  return most === 0 || Object.values(value).some((v) => tooDeep(v as Json, most - 1))
}

/** Whether a member of one of these names stands anywhere within. */
export function holds(value: Json, names: string[]): boolean {
  if (value === null || typeof value !== 'object') return false
  if (!Array.isArray(value) && Object.keys(value).some((n) => names.includes(n))) return true
  return Object.values(value).some((v) => holds(v as Json, names))
}
