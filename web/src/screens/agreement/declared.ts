import type { OneOf } from '@/office/api'
import type { Version } from '@/parts/agreements'

/** What parties declared of a text: that they suspend, resume or denounce it. */
export type Declaration = OneOf<Version['declarations']>

const alike = (a: string[], b: string[]): boolean =>
  [...new Set(a)].sort().join(' ') === [...new Set(b)].sort().join(' ')

/** Whether a suspension for the same parties, at the same places, has effect that is not over: what a resumption ends (VersionState.resume, in Go). */
export const suspended = (
  all: Declaration[],
  whom: string[],
  where: string[],
  now = new Date().toISOString(),
): boolean =>
  all.some(
    (d) =>
      d.type === 'suspension' &&
      d.counts &&
      alike(d.for ?? [], whom) &&
      alike(d.where ?? [], where) &&
      (!d.force?.until || d.force.until > now),
  )
