/**
 * Of what stands one after another about a subject, what stands at a moment. If nothing does: what ended last before it,
 * else what comes first after it. What ends on a known day in the future stands until then.
 */
export function standing<T extends { from?: string | undefined; until?: string | undefined }>(
  all: readonly T[],
  at: string = new Date().toISOString(),
): T | undefined {
  const moment = Date.parse(at)
  const begins = (i: T) => (i.from ? Date.parse(i.from) : -Infinity)
  const ends = (i: T) => (i.until ? Date.parse(i.until) : Infinity)
  const inOrder = [...all].sort((a, b) => begins(a) - begins(b))
  return (
    inOrder.findLast((i) => begins(i) <= moment && moment < ends(i)) ??
    inOrder.findLast((i) => begins(i) <= moment) ??
    inOrder[0]
  )
}
