import { listAll } from '@/office/api'
import { asked, type Asked } from '@/office/asked'
import { identity } from '@/office/identity'
import { among } from '@/office/places'

/** The zones and lines that rest on an agreement: where it can be suspended. */

export function useCovered(agreement: () => string): Asked<{ value: string; label: string }[]> {
  return asked(
    () => covered(agreement()),
    () => `${identity.value?.key} ${agreement()}`,
  )
}

async function covered(agreement: string): Promise<{ value: string; label: string }[]> {
  const [zones, drawn] = await Promise.all([listAll<'zone'>('/api/zones'), listAll<'line'>('/api/lines')])
  /** What is only proposed is no place yet; strangers are not told on what a boundary rests. */
  const rests = (b: { agreement?: string } | undefined): boolean =>
    b !== undefined && (!b.agreement || b.agreement === agreement)
  const codes = new Map<string, string>()
  for (const { state: s } of zones)
    if (rests(s.boundary ?? s.agreed)) codes.set(s.code, among((s.boundary ?? s.agreed)?.names) ?? s.code)
  for (const { subject, state: s } of drawn) {
    const code = subject.slice('line/'.length)
    if (rests(s.course ?? s.agreed)) codes.set(code, among((s.course ?? s.agreed)?.names) ?? code)
  }
  const twice = (label: string) => [...codes.values()].filter((l) => l === label).length > 1
  return [...codes].map(([value, label]) => ({ value, label: twice(label) ? `${label} · ${value}` : label }))
}
