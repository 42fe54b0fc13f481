import { shallowRef } from 'vue'
import { endOf, type Ended } from '@/trust/ended'
import { listAll } from './api'
import { whenBack } from './asked'
import { copy } from './copy'

/** The end of this office's register, once two sides signed it. */
export const ended = shallowRef<Ended>()

/**
 * Looks at start, and whenever an act was refused. Cut off, what was known holds until the connection is back, and then it looks again; a copy is
 * read only anyway.
 */
export async function lookWhetherEnded(): Promise<void> {
  const offices = await listAll<'office'>('/api/offices').catch(() => undefined)
  if (!offices) whenBack(lookAgain)
  else ended.value = copy.value ? undefined : offices.map((i) => endOf(i.state)).find(Boolean)
}

const lookAgain = (): void => void lookWhetherEnded()
