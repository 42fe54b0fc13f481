import { shallowRef, watch } from 'vue'
import type { Bodies } from '@/generated/acts'
import { askJson, type Me, type Told } from './api'
import { identity } from './identity'

/** Who speaks, as the office knows it: roles, party, and the kinds of act that are open to it. */

export const me = shallowRef<Me>()

watch(
  () => identity.value?.key,
  async (key) => {
    me.value = undefined
    const found = key ? await askJson<Me>('/api/me').catch(() => undefined) : undefined
    if (identity.value?.key === key) me.value = found
  },
  { immediate: true },
)

/** Whether whoever speaks may make acts of a kind. What stands may forbid it yet: the office decides. */
export const may = (kind: keyof Bodies): boolean => me.value?.may.includes(kind) ?? false

/** Whether whoever speaks may see who read a record: who keeps watch, and whose record it is. */
export function mayWatch(history: Told[]): boolean {
  const [who, first] = [me.value, history[0]]
  if (!who || !first) return false
  return who.watches || who.key === first.issuer || (who.party !== undefined && who.party === first.party)
}
