import { customRef } from 'vue'
import type { Bodies } from '@/generated/acts'
import { askJson, type Me, type Told } from './api'
import { asked } from './asked'
import { writes } from './copy'
import { ended } from './ended'
import { identity } from './identity'

/** Who speaks, as the office knows it: roles, party, and the kinds of act that are open to it. */

const mine = asked(
  async () => (identity.value ? askJson<Me>('/api/me') : undefined),
  () => identity.value?.key,
)
/** Read, it asks; nothing is kept of it beside the answer. */
export const me = customRef(() => ({ get: () => mine.value(), set: () => undefined }))

/** That it is not known here what whoever speaks may do, because the office did not say. */
export const myRights = { failed: mine.failed, load: mine.load }

/** Whether whoever speaks may make acts of a kind: nobody in a copy, nor in a register that ended. What stands may forbid it yet: the office decides. */
export const may = (kind: keyof Bodies): boolean =>
  (writes.value && !ended.value && me.value?.may.includes(kind)) ?? false

/** What whoever speaks may do in the office as a whole, beside making acts: actions of the policies. */
export type Action =
  | 'copy-register'
  | 'upload'
  | 'read-working-copy'
  | 'read-sealed-original'
  | 'read-draft-bulletin'
  | 'read-log'
  | 'read-metrics'
  | 'read-source'
  | 'read-exact-place'
  | 'read-person'
  | 'read-narrative'
  | 'read-staff'

/** Whether whoever speaks may do something. Which role may what, the policies alone say. */
export const can = (what: Action): boolean => me.value?.can.includes(what) ?? false

/** Whether whoever speaks may see who read a record: who keeps watch, and whose record it is. */
export function mayWatch(history: Told[]): boolean {
  const [who, first] = [me.value, history[0]]
  if (!who || !first || !writes.value) return false // whoever reads a copy is noted nowhere
  return can('read-log') || who.key === first.issuer || (who.party !== undefined && who.party === first.party)
}
