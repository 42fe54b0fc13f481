import { onMounted, ref, shallowRef, watch } from 'vue'
import { askJson, type ItemOf, type Noun, type Page, type Schemas, type Told } from './api'
import { useChanges } from './changes'
import { identity } from './identity'

/** One subject as it stands, or stood: its periods, and the acts that add up to it. */

interface Clocks {
  inForce?: string | undefined
  known?: string | undefined
}

export const clockQuery = (c: Clocks): string =>
  new URLSearchParams(Object.entries(c).filter((e): e is [string, string] => !!e[1])).toString()

export function useSubject<N extends Noun = Noun>(subject: () => string, clocks: () => Clocks = () => ({})) {
  const items = shallowRef<ItemOf<N>[]>([])
  const history = shallowRef<Told[]>([])
  const fault = shallowRef<unknown>()
  const loaded = ref(false)
  const published = ref<string>() // for strangers: of which moment it is

  async function load(): Promise<void> {
    const asked = subject()
    if (!asked) return
    try {
      const found = await askJson<Page<N>>(`/api/subjects/${asked}?${clockQuery(clocks())}`)
      const acts = identity.value ? (await askJson<Schemas['History']>(`/api/subjects/${asked}/history`)).acts : []
      if (asked !== subject()) return
      items.value = found.items
      published.value = found.published
      history.value = acts
      fault.value = undefined
      loaded.value = true
    } catch (e) {
      if (asked === subject()) fault.value = e
    }
  }

  onMounted(load)
  watch([subject, () => clockQuery(clocks()), () => identity.value?.key], () => {
    items.value = []
    history.value = []
    loaded.value = false
    void load()
  })
  useChanges(() => void load())
  return { items, history, fault, loaded, published, load }
}
