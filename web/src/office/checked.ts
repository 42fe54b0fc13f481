import { askJson, askText, type Page, type Told } from './api'
import { openAct } from '@/trust/act'
import { utf8 } from '@/trust/bytes'
import type { Json } from '@/trust/json'
import { publicKey, readJwk } from '@/trust/keys'
import { checkActReceipt } from '@/trust/receipt'

/**
 * Checks one act here: made with the key that it names, in the register at its place, and with
 * nothing shown of what it hides that its author did not write. Whose the key is, the check of
 * the whole register tells (screen Register).
 */

export type OneVerdict = 'good' | 'notMade' | 'notIncluded' | 'other' | 'disclosed'

/** Text of an entry (package register): received to the microsecond, a space, the act. */
const entryOf = (a: Told): string =>
  `${a.received.replace(/(?:\.(\d+))?Z$/, (_, f?: string) => `.${(f ?? '').padEnd(6, '0')}Z`)} ${a.act}`

export async function checkOne(a: Told, registerKey: string): Promise<OneVerdict> {
  const [receipt, { items }] = await Promise.all([
    askText(`/api/acts/${a.id}/receipt`),
    askJson<Page<'key'>>(`/api/subjects/key/jkt:${a.issuer}`),
  ])
  const author = await publicKey(readJwk(items[0]?.state.key as Json | undefined))
  const v = await checkActReceipt(utf8(entryOf(a)), receipt, registerKey, author)
  if (v.act.id !== a.id || v.index !== a.index) return 'other'
  if (!v.signed) return 'notMade'
  if (!v.included) return 'notIncluded'
  return openAct(v.act, a.disclosures ?? []).then(
    () => 'good',
    () => 'disclosed',
  )
}
