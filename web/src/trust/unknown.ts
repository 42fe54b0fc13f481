/**
 * A format, an algorithm, a kind or a revision that this program, or the browser in which it runs, does not know: neither
 * right nor wrong, and nobody's fault. A later program may know it.
 */
export class UnknownFormat extends Error {}

/** What the browser answers; that it does not know the algorithm (Web Cryptography, NotSupportedError) accuses nobody. */
export const ifKnown = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((fault: unknown) => {
    const lacks = fault instanceof DOMException && fault.name === 'NotSupportedError'
    throw lacks ? new UnknownFormat(fault.message) : fault
  })
