/** person/monitor-1 is monitor-1 on a screen that speaks of people only. */
export const nameOf = (subject: string): string => subject.slice(subject.indexOf('/') + 1)
export const personName = nameOf

/**
 * What a subject is called on a screen: a name that was made from a key and a nonce tells nothing, and its beginning is enough; it is cut off at its end
 * in a sentence from right to left, too (Unicode: left-to-right isolate).
 */
export const called = (subject: string): string =>
  nameOf(subject).replace(/^([a-z2-7]{8})[a-z2-7]{44}$/, '\u2066$1…\u2069')

/** A name within a sentence, which keeps its own direction: else its parts change places among letters from right to left (Unicode: first strong isolate). */
export const apart = (name: string): string => `\u2068${name}\u2069`

/** Whether a text is for machines: a hash, a key (also as signed notes and base64 write it), a name made from one. */
export const isIdentifier = (text: string): boolean =>
  /^(jkt:[\w-]{20,}|[0-9a-f]{24,}|[\w-]{40,}|age1[a-z0-9]{20,}|[\w.-]+\+[0-9a-f]{8}\+[\w+/=]{40,}|[\w+/]{43}=)$/.test(
    text,
  )

/** A key or a hash, short enough to compare by eye; the whole is beside it for who wants it. */
export const short = (text: string, n = 10): string =>
  text.length > n + 4 ? `${text.slice(0, n)}…${text.slice(-4)}` : text
