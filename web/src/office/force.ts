import { computed, shallowRef, watch } from 'vue'
import { listAll, type OneOf, type Schemas, type StateOf } from './api'
import { identity } from './identity'

/** Whether any agreement is in force at a moment, and what is missing where none is. */

type Version = OneOf<StateOf<'agreement'>['versions']>
type Stretch = { from?: string; until?: string }

export const holdsAt = (i: Stretch, at: string): boolean => (!i.from || i.from <= at) && (!i.until || at < i.until)

const agreements = shallowRef<{ key: string | undefined; versions: Version[] }>()

async function load(): Promise<void> {
  const key = identity.value?.key
  const found = await listAll<'agreement'>('/api/agreements').catch(() => undefined)
  if (found && key === identity.value?.key)
    agreements.value = { key, versions: found.flatMap((i) => i.state.versions ?? []) }
}

/** Asked of a moment; undefined until it is known. */
export function useForce(at: () => string | undefined) {
  watch(() => identity.value?.key, load, { immediate: true })
  const moment = computed(() => at() || new Date().toISOString())
  const none = computed(() =>
    agreements.value === undefined
      ? undefined
      : !agreements.value.versions.some((v) => v.force?.some((f) => holdsAt(f, moment.value))),
  )
  /** Of the texts that people signed, or else of all: why not then. */
  const why = computed<Schemas['Lack'][]>(() => {
    const texts = (agreements.value?.versions ?? []).filter((v) => v.type === 'text')
    const gaps = texts.flatMap((v) =>
      (v.standing?.gaps ?? []).filter((g) => !g.parties && !g.where && holdsAt(g, moment.value)),
    )
    return gaps.flatMap((g) => g.why)
  })
  return { none, why }
}
