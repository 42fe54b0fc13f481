import { shallowRef } from 'vue'
import { listAll, type ItemOf, type OneOf, type StateOf } from './api'
import { identity } from './identity'

/** Bodies, with their seats and rules as their members signed them. */

type Body = ItemOf<'body'>
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

const called = shallowRef<{ key: string | undefined; names: Map<string, string> }>()

/** What a body is called: as its members named it, as far as the reader is told of bodies. */
export function bodyName(subject: string): string {
  const key = identity.value?.key
  if (called.value?.key !== key || !called.value) {
    called.value = { key, names: new Map() }
    void listAll<'body'>('/api/bodies').then(
      (all) => {
        if (key === identity.value?.key)
          called.value = { key, names: new Map(all.map((b) => [b.subject, b.state.name])) }
      },
      () => undefined,
    )
  }
  return called.value?.names.get(subject) ?? subject.slice(subject.indexOf('/') + 1)
}

/** What a seat is told by beside its party: nothing, unless others of the party sit there too. */
export const seatName = (seat: { seat: string; party?: string }, all: { party?: string }[]): string =>
  all.filter((o) => (o.party ?? '') === (seat.party ?? '')).length > 1 ? seat.seat : ''
