import type { OneOf, Schemas, StateOf } from '@/office/api'

/** What several screens say of agreements. */

export type Version = OneOf<StateOf<'agreement'>['versions']>
export type Due = Schemas['Deadline']

/** The name of a clause as people read it: point 4 · point b. */
export const clauseName = (id: string): string => id.replaceAll('__', ' · ').replaceAll('_', ' ')
