import { shallowRef } from 'vue'
import { endOf, type Ended } from '@/trust/ended'
import { listAll } from './api'
import { copy } from './copy'

/** The end of this office's register, once two sides signed it. */
export const ended = shallowRef<Ended>()

/** Looks at start, and whenever an act was refused. Cut off, what was known holds; a copy is read only anyway. */
export async function lookWhetherEnded(): Promise<void> {
  const offices = await listAll<'office'>('/api/offices').catch(() => undefined)
  if (offices) ended.value = copy.value ? undefined : offices.map((i) => endOf(i.state)).find(Boolean)
}
