import { askJson, listAll, Refused, type ItemOf, type Schemas } from '@/office/api'
import { heads } from '@/office/acts'
import { me } from '@/office/me'
import type { Completed } from '@/office/store'
import type { Form } from './form'

/** A report of one's own that is in the register as a draft, and is finished here: said again whole, about the same subject. */

const most = 50

/** Drafts of whoever is at the desk, as the register has them. Whose a report is, its acts tell to who signed them. */
export async function ownDrafts(): Promise<ItemOf<'report'>[]> {
  if (!me.value?.person) return []
  const all = await listAll<'report'>('/api/reports?status=draft', most)
  const own = await Promise.all(all.map((r) => toComplete(r.subject)))
  return all.filter((_, i) => own[i])
}

const filed = { 'observation-filed': 'observation', 'allegation-filed': 'allegation' } as const

/** What was said last of a report, and by which form it is finished. Undefined if it is no draft of whoever asks. */
export async function toComplete(subject: string): Promise<{ form: Form; of: Completed } | undefined> {
  let acts: Schemas['History']['acts']
  try {
    acts = (await askJson<Schemas['History']>(`/api/subjects/${subject}/history`)).acts
  } catch (e) {
    if (e instanceof Refused && e.problem.status === 404) return undefined
    throw e
  }
  const last = acts.filter((a) => a.kind in filed && a.person === me.value?.person).at(-1)
  const body = last?.body as (Completed['body'] & { draft?: boolean }) | undefined
  if (!last || !body?.draft) return undefined
  return { form: filed[last.kind as keyof typeof filed], of: { subject, prev: heads(acts), body } }
}
