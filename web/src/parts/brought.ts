import { askJson, type Page, type Told } from '@/office/api'
import { me } from '@/office/me'

/** Whoever brought a file together leaves it to others to assess it: by what, or nothing if it is open to whoever speaks. */
export type Brought = 'reported' | 'gathered'

/** Who filed one of its reports, opened it or ever linked one cannot assess it: told before the office refuses. */
export async function brought(history: Told[]): Promise<Brought | undefined> {
  const person = me.value?.person
  if (!person) return undefined
  const linked = history.filter((a) => a.kind === 'report-linked')
  const reports = [...new Set(linked.map((a) => (a.body as { report: string }).report))].slice(0, 100)
  if (reports.length && (await filed(reports)).includes(person)) return 'reported'
  const gathered = [history[0], ...linked].some((a) => a?.person === person)
  return gathered ? 'gathered' : undefined
}

async function filed(reports: string[]): Promise<(string | undefined)[]> {
  const q = new URLSearchParams({ subject: reports.join(), limit: '100' })
  const page = await askJson<Page<'report'>>(`/api/reports?${q}`)
  return page.items.map((r) => r.state.reporter)
}
