import { shallowRef } from 'vue'
import { listAll, type ItemOf, type OneOf, type StateOf } from './api'

/** Bodies, with their seats and rules as their members signed them. */

export type Body = ItemOf<'body'>
export type Term = OneOf<StateOf<'body'>['terms']>

export function useBodies() {
  const bodies = shallowRef<Body[]>([])
  const load = async (): Promise<void> => {
    bodies.value = await listAll<'body'>('/api/bodies').catch(() => [])
  }
  return { bodies, load }
}

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
