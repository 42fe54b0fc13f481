import { shallowRef } from 'vue'
import { askJson, listAll, type ItemOf, type Schemas, type StateOf } from '@/office/api'
import { identity } from '@/office/identity'
import { sha256, toHex, utf8 } from '@/trust/bytes'
import type { PolicyFile, Ruling } from './differences'

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

/** Policies in force, and those that are put forward, with the texts that acts about the office brought. */
export async function policiesOf(o: StateOf<'office'>, next: PolicyFile[]): Promise<[PolicyFile[], PolicyFile[]]> {
  const current = o.terms.at(-1)?.rules.policies
  const texts = new Map<string, string>()
  const keep = async (files: PolicyFile[]) => {
    for (const { text } of files) if (text !== undefined) texts.set(toHex(await sha256(utf8(text))), text)
  }
  let inForce: PolicyFile[] | undefined
  for (const act of new Set([...o.terms.map((t) => t.act), ...(o.proposals ?? []).map((p) => p.act)])) {
    const { kind, body } = await askJson<Schemas['Told']>(`/api/acts/${act}`)
    if (kind !== 'office-opened' && kind !== 'rules-set') continue
    const { rules, policyFiles } = body as { rules?: Ruling; policyFiles?: PolicyFile[] }
    if (!policyFiles?.length) continue
    await keep(policyFiles)
    if (rules?.policies === current) inForce ??= policyFiles
  }
  if (!inForce) throw new Error('no act told the policies that are in force')
  await keep(next)
  const whole = (f: PolicyFile): PolicyFile => ({ ...f, text: f.text ?? texts.get(f.sha256 ?? '') })
  return [inForce.map(whole), next.map(whole)]
}
