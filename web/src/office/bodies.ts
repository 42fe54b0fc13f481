import { listAll, type ItemOf, type OneOf, type StateOf } from './api'
import { asked } from './asked'
import { identity } from './identity'

/** Bodies, with their seats and rules as their members signed them. */

type Body = ItemOf<'body'>
export type Term = OneOf<StateOf<'body'>['terms']>

/** The bodies, as far as the reader is told of them. */
export const bodies = asked(
  () => listAll<'body'>('/api/bodies'),
  () => identity.value?.key,
)

/** The seats and rule of a body as they held at a moment. */
export const termAt = (body: Body | undefined, at: string): Term | undefined =>
  (body?.state.terms ?? []).filter((t) => t.since <= at).at(-1)

/** The seat that somebody of a party holds now, by a term. */
export function seatOf(term: Term | undefined, person: string, party: string | undefined): string | undefined {
  const now = new Date().toISOString()
  return term?.seats?.find(
    (s) =>
      s.person === person &&
      (s.party ?? '') === (party ?? '') &&
      (!s.from || s.from <= now) &&
      (!s.until || now < s.until),
  )?.seat
}

/** What a body is called: as its members named it, as far as the reader is told of bodies. */
export const bodyName = (subject: string): string =>
  bodies.value()?.findLast((b) => b.subject === subject)?.state.name ?? subject.slice(subject.indexOf('/') + 1)

/** What a seat is told by beside its party: nothing, unless others of the party sit there too. */
export const seatName = (seat: { seat: string; party?: string }, all: { party?: string }[]): string =>
  all.filter((o) => (o.party ?? '') === (seat.party ?? '')).length > 1 ? seat.seat : ''
