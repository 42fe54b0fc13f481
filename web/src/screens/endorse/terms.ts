import { shallowRef } from 'vue'
import { askJson, listAll, type ItemOf, type Schemas, type StateOf } from '@/office/api'
import { identity } from '@/office/identity'
import type { PolicyFile } from './differences'

/** What an act about the office would change, held against what is in force: nobody signs blind. */

export type Custodian = NonNullable<StateOf<'office'>['custodians']>[number]['custodians'][number]
/** The office as it stands; undefined until it is read. */
export function useOffice() {
  const office = shallowRef<StateOf<'office'>>()
  const fault = shallowRef<unknown>()
  listAll<'office'>('/api/offices')
    .then((all: ItemOf<'office'>[]) => {
      office.value = all.find((o) => o.state.origin === identity.value?.origin)?.state
    })
    .catch((e: unknown) => {
      fault.value = e
    })
  return { office, fault }
}

/** The texts of the policies in force, from the act that brought them. */
export async function textsInForce(o: StateOf<'office'>): Promise<PolicyFile[]> {
  const current = o.terms.at(-1)?.rules.policies
  for (const term of o.terms.filter((t) => t.rules.policies === current)) {
    const { policyFiles } = (await askJson<Schemas['Told']>(`/api/acts/${term.act}`)).body as {
      policyFiles?: PolicyFile[]
    }
    if (policyFiles?.length) return policyFiles
  }
  throw new Error('no act told the policies that are in force')
}
