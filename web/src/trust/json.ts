/** JSON as acts hold it: no member may stand twice, or two readers would read two things. */

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
export type JsonObject = { [name: string]: Json }

/** Parses, and throws for members that are repeated. */
export function parseStrict(text: string): Json {
  const value = JSON.parse(text) as Json
  refuseRepeated(text)
  return value
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
      if (name) take(open.at(-1) as Set<string>, JSON.parse(text.slice(i, end)) as string)
      name = false
      i = end - 1
    }
  }
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
