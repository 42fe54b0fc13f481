import { askJson, askText, type Page, type Told } from './api'
import { forms } from '@/generated/acts'
import { fitForm, isUnknown, openAct, type Act, type Form } from '@/trust/act'
import { utf8 } from '@/trust/bytes'
import type { Json } from '@/trust/json'
import { publicKey, readJwk } from '@/trust/keys'
import { registerId } from '@/trust/head'
import { checkActReceipt, type ActVerdict } from '@/trust/receipt'
import { UnknownFormat } from '@/trust/unknown'

/**
 * Checks one act here: made with the key that it names, in the register at its place, and with
 * nothing shown of what it hides that its author did not write. Whose the key is, the check of
 * the whole register tells (screen Register). An act that only a later program knows is neither
 * right nor wrong.
 */

export type OneVerdict = 'good' | 'notMade' | 'notIncluded' | 'other' | 'disclosed' | 'register' | 'unknown'

/** Text of an entry (package register): received to the microsecond, a space, the act. */
const entryOf = (a: Told): string =>
  `${a.received.replace(/(?:\.(\d+))?Z$/, (_, f?: string) => `.${(f ?? '').padEnd(6, '0')}Z`)} ${a.act}`

export async function checkOne(a: Told, registerKey: string): Promise<OneVerdict> {
  const [receipt, { items }] = await Promise.all([
    askText(`/api/acts/${a.id}/receipt`),
    askJson<Page<'key'>>(`/api/subjects/key/jkt:${a.issuer}`),
  ])
  let v: ActVerdict
  try {
    const author = await publicKey(readJwk(items[0]?.state.key as Json | undefined))
    v = await checkActReceipt(utf8(entryOf(a)), receipt, registerKey, author)
  } catch (fault) {
    if (fault instanceof UnknownFormat) return 'unknown'
    throw fault
  }
  if (v.act.id !== a.id || v.index !== a.index) return 'other'
  if (!v.signed) return 'notMade'
  if (!v.included) return 'notIncluded'
  if (!v.act.audience.includes(await registerId(registerKey))) return 'register'
  if (isUnknown(v.act, forms)) return 'unknown'
  return opens(v.act, a.disclosures ?? []).then(
    () => 'good',
    () => 'disclosed',
  )
}

/** Throws unless what is shown is what the author wrote, each thing in the slot of its class. */
async function opens(act: Act, disclosures: string[]): Promise<void> {
  const opened = await openAct(act, disclosures)
  const form = forms[act.kind] as Form
  if (act.rev === form.rev) fitForm(act, form, opened)
}
