import { onMounted, shallowRef, type ShallowRef } from 'vue'
import { listAll } from '@/office/api'
import { among, zoneName } from '@/office/places'

/** The zones and lines that rest on an agreement: where it can be suspended. */

const lines = shallowRef(new Map<string, string>())

/** What a zone or a line is called, by its code. */
export const placeName = (code: string): string => lines.value.get(code) ?? zoneName(code)

export function useCovered(agreement: () => string): ShallowRef<{ value: string; label: string }[]> {
  const all = shallowRef<{ value: string; label: string }[]>([])
  onMounted(async () => {
    const [zones, drawn] = await Promise.all([
      listAll<'zone'>('/api/zones').catch(() => []),
      listAll<'line'>('/api/lines').catch(() => []),
    ])
    const rests = (b: { agreement?: string } | undefined): boolean => !b?.agreement || b.agreement === agreement()
    const codes = new Map<string, string>()
    for (const { state: s } of zones)
      if (rests(s.boundary ?? s.agreed)) codes.set(s.code, among((s.boundary ?? s.agreed)?.names) ?? zoneName(s.code))
    for (const { subject, state: s } of drawn) {
      const code = subject.slice('line/'.length)
      if (rests(s.course ?? s.agreed)) codes.set(code, among((s.course ?? s.agreed)?.names) ?? code)
    }
    lines.value = codes
    all.value = [...codes].map(([value, label]) => ({ value, label: label === value ? label : `${label} · ${value}` }))
  })
  return all
}
